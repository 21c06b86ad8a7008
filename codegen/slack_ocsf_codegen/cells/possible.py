"""Tell where values can stand in events of any entry, which is more than in those of usual ones."""

from collections.abc import Iterator, Mapping

from slack_ocsf_codegen.cells.tree import Tree, element, found_at
from slack_ocsf_codegen.ir import Build, Convert, Elements, First, Slot, Value
from slack_ocsf_codegen.observe import Place


def possible_places(slot: Slot, tree: Tree, around: Place = ()) -> Iterator[Place]:
    """Yield the places that a slot can fill.

    Args:
        slot: Of the event, or of an object in it.
        tree: The columns of the class.
        around: Where the object stands that the slot is of.
    """
    yield from _of(slot.value, tree, (*around, slot.attribute))
    if slot.text_attribute is not None:
        yield (*around, slot.text_attribute)


def _of(value: Value, tree: Tree, place: Place) -> Iterator[Place]:
    match value:
        case Build(slots=slots):
            for slot in slots:
                yield from possible_places(slot, tree, place)
        case First(options=options):
            for option in options:
                yield from _of(option, tree, place)
        case Elements(items=items):
            for number, item in enumerate(items):
                yield from _of(item, tree, (*place[:-1], element(place[-1], number)))
        case Convert():
            yield from _leaves(found_at(tree, place), place)
        case _:
            yield place


def _leaves(tree: Tree | None, place: Place) -> Iterator[Place]:
    if isinstance(tree, Mapping):
        for name, inner in tree.items():
            yield from _leaves(inner, (*place, name))
    else:
        yield place
