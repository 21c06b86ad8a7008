"""Resolve the attributes of an event: those of its class, checked against what it requires."""

from collections.abc import Callable, Iterable, Mapping

from slack_ocsf_codegen.certainty import as_written, uncertain, written
from slack_ocsf_codegen.ir import Mistake, OcsfClass, Raw, RawLiteral, RawTable, Slot, Span
from slack_ocsf_codegen.layers import without_removed
from slack_ocsf_codegen.names import did_you_mean
from slack_ocsf_codegen.values import Resolver

#: What the generator itself writes into every event.
GENERATED = frozenset(
    {
        "activity_id",
        "activity_name",
        "category_name",
        "category_uid",
        "class_name",
        "class_uid",
        "observables",
        "type_name",
        "type_uid",
        "unmapped",
    }
)
#: What the generator itself writes into the metadata of an event.
GENERATED_METADATA = frozenset({"profiles", "version"})


def event_slots(
    entries: Mapping[str, Raw],
    ocsf_class: OcsfClass,
    resolver: Resolver,
    line: Span,
    refuse: Callable[[Mistake], None],
) -> tuple[Slot, ...]:
    """Return the slots of one event; values that are wrong go to the resolver's report.

    Args:
        entries: The attributes, layers merged.
        ocsf_class: The class of the event.
        resolver: Resolves values in the entry's scope.
        line: The action's line, for what is missing altogether.
        refuse: Takes what the class requires and does not get.
    """
    slots = _slots(entries, ocsf_class, resolver)
    for mistake in (
        *_profile_mistakes(slots, ocsf_class, line),
        *_requirement_mistakes(slots, entries if resolver.strict else {}, ocsf_class, line),
    ):
        refuse(mistake)
    return slots


def profiles_of(slots: Iterable[Slot], ocsf_class: OcsfClass) -> tuple[str, ...]:
    """Return the profiles whose attributes an event can have, by name."""
    attributes = ocsf_class.body.attributes
    return tuple(sorted({name for one in slots for name in attributes[one.attribute].profiles[:1]}))


def check_section(entries: Mapping[str, Raw], ocsf_class: OcsfClass, resolver: Resolver) -> None:
    """Report what is wrong with attributes that are in no event yet."""
    _slots(without_removed(entries), ocsf_class, resolver)


def _slots(
    entries: Mapping[str, Raw], ocsf_class: OcsfClass, resolver: Resolver
) -> tuple[Slot, ...]:
    usable = {
        name: raw for name, raw in entries.items() if _is_usable(name, raw, ocsf_class, resolver)
    }
    return resolver.event_slots(_with_version(usable, resolver), ocsf_class.body)


def _is_usable(name: str, raw: Raw, ocsf_class: OcsfClass, resolver: Resolver) -> bool:
    attributes = ocsf_class.body.attributes
    if name in GENERATED:
        resolver.report(Mistake(raw.span, f"{name!r} is written by the generator: remove it"))
        return False
    if name in attributes:
        return True
    profiles = _profiles_elsewhere(name, resolver)
    if profiles:
        text = (
            f"{name!r} belongs to the profile {profiles[0]!r}, which {ocsf_class.name} does not"
            f" offer (it offers {', '.join(ocsf_class.profiles)})"
        )
    elif any(name in other.body.attributes for other in resolver.ocsf.classes.values()):
        text = f"{ocsf_class.name} has no attribute {name!r}{did_you_mean(name, attributes)}"
    else:
        near = did_you_mean(name, attributes)
        text = f"unknown attribute {name!r} of {ocsf_class.name}{near}"
    resolver.report(Mistake(raw.span, text))
    return False


def _profiles_elsewhere(name: str, resolver: Resolver) -> tuple[str, ...]:
    """The profiles that bring an attribute, when it comes with profiles only."""
    found = [
        other.body.attributes[name].profiles
        for other in resolver.ocsf.classes.values()
        if name in other.body.attributes
    ]
    return found[0] if found and all(found) else ()


def _with_version(entries: Mapping[str, Raw], resolver: Resolver) -> Mapping[str, Raw]:
    """Add what the generator knows of `metadata`, which the table must not write."""
    metadata = entries.get("metadata")
    if not isinstance(metadata, RawTable):
        return entries
    for name in sorted(GENERATED_METADATA.intersection(metadata.entries)):
        text = f"'metadata.{name}' is written by the generator: remove it"
        resolver.report(Mistake(metadata.entries[name].span, text))
    version = RawLiteral(resolver.ocsf.version, metadata.span)
    whole = RawTable({"version": version, **metadata.entries}, metadata.span, metadata.own)
    return {**entries, "metadata": whole}


def _profile_mistakes(
    slots: Iterable[Slot], ocsf_class: OcsfClass, line: Span
) -> Iterable[Mistake]:
    """Using a profile asks for what the profile requires."""
    attributes = ocsf_class.body.attributes
    there = {slot.attribute: slot for slot in slots}
    used = {profile for name in there for profile in attributes[name].profiles}
    for name, attribute in attributes.items():
        required = attribute.requirement == "required" and used.intersection(attribute.profiles)
        if required and name not in there:
            profile = min(required)
            text = f"the profile {profile!r} requires {name!r}, which this line does not give"
            yield Mistake(line, text)


def _requirement_mistakes(
    slots: tuple[Slot, ...],
    entries: Mapping[str, Raw],
    ocsf_class: OcsfClass,
    line: Span,
) -> Iterable[Mistake]:
    """What the class requires; nothing is said twice of `entries` that were wrong themselves."""
    spans = {slot.attribute: slot.span for slot in slots}
    for requirement in uncertain(ocsf_class.body, slots):
        names = [name for name in requirement.attributes if name not in GENERATED]
        tried = (name for name in names if written(name, ocsf_class.body) in entries)
        if not names or any(name not in spans for name in tried):
            continue  # the generator writes it, or its own mistake is reported already
        wanted = as_written(requirement, ocsf_class.body)
        there = [spans[name] for name in names if name in spans]
        if there:
            text = (
                f"{ocsf_class.name} requires {wanted}, and its last source can be absent:"
                " end it with a literal"
            )
        else:
            text = f"{ocsf_class.name} requires {wanted}, and nothing here gives it"
        yield Mistake(there[0] if there else line, text)
