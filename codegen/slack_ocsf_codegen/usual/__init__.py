"""Print the second way to map entries: of those of the usual form, read into structs.

structs     which objects of an entry become structs, and their members
filled      which values every such entry has
sources     how a mapper reads structs, and gathers what it did not take
statements  what is printed otherwise than for dicts
functions   the mapper functions and the module they are in
"""
