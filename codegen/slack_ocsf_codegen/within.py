"""Look into values: what they are made of, and the attributes that slots fill."""

from collections.abc import Iterable, Iterator

from slack_ocsf_codegen.ir import Build, Elements, First, Lookup, Slot, Value


def parts_of(value: Value) -> Iterator[Value]:
    """Yield a value and all that it is made of, at any depth, outer ones first."""
    yield value
    inner: Iterable[Value] = ()
    match value:
        case Build(slots=slots):
            inner = (slot.value for slot in slots)
        case First(options=values) | Elements(items=values):
            inner = values
        case Lookup(arms=arms, default=default):
            inner = (arm for arm in (*(arm for _, arm in arms), default) if arm is not None)
        case _:
            pass
    for one in inner:
        yield from parts_of(one)


def attributes_of(slots: Iterable[Slot]) -> Iterator[str]:
    """Yield the attributes that slots fill, of an enum the id and then the text."""
    for slot in slots:
        yield slot.attribute
        if slot.text_attribute is not None:
            yield slot.text_attribute
