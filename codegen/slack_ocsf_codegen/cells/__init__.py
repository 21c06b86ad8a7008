"""Print mappers that give an event as cells: the values that columns have, without objects.

Between entries and tables there is then neither an object of Python for each OCSF object nor JSON
with the names of all attributes. What is the same in all events of an action is no cell but a
literal of the action. Where the table asks for more than cells can be, an event goes through JSON.
"""
