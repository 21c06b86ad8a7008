"""Print which profiles of OCSF the metadata of an event lists: those whose attributes it has."""

from collections.abc import Iterable
from itertools import takewhile

from slack_ocsf_codegen.branches import Lines
from slack_ocsf_codegen.certainty import is_certain
from slack_ocsf_codegen.ir import MappedAction, OcsfClass, Slot


def listed_profiles(ocsf_class: OcsfClass, action: MappedAction, slots: Iterable[Slot]) -> Lines:
    """Return the statements that list the profiles whose attributes the event has."""
    names = _profile_names(ocsf_class, action)
    users = _profile_users(ocsf_class, slots)
    if not users:
        return []
    always = list(takewhile(lambda name: _is_any_certain(users[name]), names))
    if len(users) == 1 and not always:
        test = _is_any_in_event(users[names[0]])
        return [f"if {test}:", f'    event["metadata"]["profiles"] = {names!r}']
    lines = [f"profiles = {always!r}"]
    for name in names[len(always) :]:
        put = f"profiles.append({name!r})"
        is_sure = _is_any_certain(users[name])
        lines += [put] if is_sure else [f"if {_is_any_in_event(users[name])}:", f"    {put}"]
    return [*lines, "if profiles:", '    event["metadata"]["profiles"] = profiles']


def certain_profiles(
    ocsf_class: OcsfClass, action: MappedAction, slots: Iterable[Slot]
) -> tuple[str, ...] | None:
    """Return the profiles of every event of a line, None where that depends on the entry."""
    users = _profile_users(ocsf_class, slots)
    is_certain_of_all = all(map(_is_any_certain, users.values()))
    return tuple(_profile_names(ocsf_class, action)) if is_certain_of_all else None


def _profile_names(ocsf_class: OcsfClass, action: MappedAction) -> list[str]:
    """The profiles of a line in the order in which events list them, those of any event first."""
    users = _profile_users(ocsf_class, action.slots)
    return sorted(users, key=lambda name: (not _is_any_certain(users[name]), name))


def _profile_users(ocsf_class: OcsfClass, slots: Iterable[Slot]) -> dict[str, list[Slot]]:
    """The profiles whose attributes are filled, each with what fills them."""
    attributes = ocsf_class.body.attributes
    users: dict[str, list[Slot]] = {}
    for slot in slots:
        for profile in attributes[slot.attribute].profiles[:1]:
            users.setdefault(profile, []).append(slot)
    return users


def _is_any_certain(slots: Iterable[Slot]) -> bool:
    return any(is_certain(slot.value) for slot in slots)


def _is_any_in_event(slots: Iterable[Slot]) -> str:
    return " or ".join(f"{slot.attribute!r} in event" for slot in slots)
