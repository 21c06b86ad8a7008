"""Print the second way to map entries: of those of the usual form, read into structs.

structs     which objects of an entry become structs, and their members
sources     how a mapper reads them, and gathers what it did not take
statements  what else is printed otherwise than for dicts
functions   the mapper functions and the module they are in
"""
