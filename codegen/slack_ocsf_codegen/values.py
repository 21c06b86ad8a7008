"""Resolve one value of the table against the OCSF attribute it is for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.captions import caption_of
from slack_ocsf_codegen.certainty import is_certain, uncertain
from slack_ocsf_codegen.ir import (
    Attribute,
    Build,
    Caption,
    Constant,
    Convert,
    Elements,
    First,
    Kind,
    Lookup,
    Mistake,
    Ocsf,
    OcsfObject,
    OtherText,
    Path,
    Raw,
    RawArray,
    RawLiteral,
    RawTable,
    Read,
    Slot,
    Value,
)
from slack_ocsf_codegen.layers import disowned
from slack_ocsf_codegen.names import did_you_mean
from slack_ocsf_codegen.paths import Scope, UnknownPath
from slack_ocsf_codegen.sentences import read_sentence


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves values in one scope and collects every mistake it meets.

    `conversions` maps an OCSF object to the kinds that the table converts into it.
    """

    ocsf: Ocsf
    scope: Scope
    conversions: Mapping[str, frozenset[str]]
    report: Callable[[Mistake], None]

    def value(self, raw: Raw, attribute: Attribute, at: str) -> Value | None:
        """Return the resolved value, or None after reporting why it cannot be one.

        Args:
            raw: The value as written.
            attribute: What it is for.
            at: The attribute's dotted path in the event, for messages and parameters.
        """
        try:
            if isinstance(raw, RawTable) and "first" in raw.entries:
                return self._first(raw, attribute, at)
            if attribute.is_array:
                return self._array(raw, attribute, at)
            return self._single(raw, attribute, at)
        except _Wrong as wrong:
            self.report(Mistake(raw.span, str(wrong)))
        except UnknownPath as unknown:
            self.report(Mistake(raw.span, str(unknown)))
        return None

    def build(self, raw: RawTable, body: OcsfObject, at: str) -> Build:
        """Return the object that a plain table makes, with what it needs at run time."""
        slots = self._slots(raw.entries, body, at)
        needs = _needs(body, slots, at)
        return Build(body.name, slots, needs)

    def checked_build(self, raw: RawTable, body: OcsfObject, at: str) -> Build | None:
        """Return the object that a table makes, or None after reporting why it cannot be."""
        try:
            return self.build(raw, body, at)
        except _Wrong as wrong:
            self.report(Mistake(raw.span, str(wrong)))
            return None

    def event_slots(self, entries: Mapping[str, Raw], body: OcsfObject) -> tuple[Slot, ...]:
        """Resolve each attribute of an event; those of profiles are allowed here."""
        return self._slots(entries, body, "")

    def _slots(self, entries: Mapping[str, Raw], body: OcsfObject, at: str) -> tuple[Slot, ...]:
        found = []
        for name, raw in entries.items():
            path = f"{at}.{name}" if at else name
            try:
                attribute, text_attribute = self._attribute(name, body, path)
            except _Wrong as wrong:
                self.report(Mistake(raw.span, str(wrong)))
                continue
            if (value := self.value(raw, attribute, path)) is not None:
                found.append(Slot(attribute.name, text_attribute, value, raw.span))
        return tuple(found)

    def _attribute(self, name: str, body: OcsfObject, at: str) -> tuple[Attribute, str | None]:
        for attribute in body.attributes.values():
            if attribute.enum and attribute.sibling == name and name in body.attributes:
                return attribute, name
        known = body.attributes.get(name)
        if known is None:
            raise _Wrong(
                f"unknown attribute {name!r} of {body.name}{did_you_mean(name, body.attributes)}"
            )
        if known.deprecated:
            raise _Wrong(f"{name!r} of {body.name} is deprecated in OCSF {self.ocsf.version}")
        if known.enum and known.sibling in body.attributes:
            raise _Wrong(f"write {known.sibling!r} with a caption, not {name!r} with a number")
        if known.profiles and at != name:
            raise _Wrong(
                f"{name!r} of {body.name} belongs to the profile {known.profiles[0]!r}; attributes"
                " of profiles can be used at the top level of an event only"
            )
        return known, None

    def _first(self, raw: RawTable, attribute: Attribute, at: str) -> Value | None:
        _only_keys(raw, {"first"})
        options = raw.entries["first"]
        if not isinstance(options, RawArray) or not options.items:
            raise _Wrong("'first' takes a list of values")
        resolved = [self.value(disowned(option), attribute, at) for option in options.items]
        known = [option for option in resolved if option is not None]
        for option, after in zip(known, options.items[1:], strict=False):
            if len(known) == len(resolved) and is_certain(option):
                self.report(
                    Mistake(after.span, "never reached: what stands before is always there")
                )
                break
        return First(tuple(known)) if known else None

    def _array(self, raw: Raw, attribute: Attribute, at: str) -> Value:
        single = replace(attribute, is_array=False)
        if isinstance(raw, RawArray):
            items = [self.value(disowned(item), single, at) for item in raw.items]
            return self._elements([item for item in items if item is not None], raw, at)
        if isinstance(raw, RawTable) and "match" in raw.entries:
            return self._lookup(raw, single, at, each=True)
        if isinstance(raw, RawLiteral) and isinstance(raw.value, str) and raw.value[:1] == "$":
            path = self.scope.resolve(raw.value)
            if isinstance(path, Path) and not attribute.object_type:
                return self._read(path, attribute, is_array=True)
        raise _Wrong(f"{at!r} is a list: write [...], a path to a list, or 'match'")

    def _elements(self, items: list[Value], raw: RawArray, at: str) -> Value:
        if items and all(isinstance(item, Constant) for item in items):
            values = tuple(item.value for item in items if isinstance(item, Constant))
            return Constant(values, parameter=at if raw.own else None)
        return Elements(tuple(items))

    def _single(self, raw: Raw, attribute: Attribute, at: str) -> Value:
        if isinstance(raw, RawArray):
            raise _Wrong(f"{at!r} takes one value, not a list")
        if isinstance(raw, RawTable):
            return self._table(raw, attribute, at)
        if isinstance(raw.value, str) and raw.value[:1] == "$":
            return self._path(raw.value, attribute, at)
        return self._literal(raw, attribute, at)

    def _table(self, raw: RawTable, attribute: Attribute, at: str) -> Value:
        if "match" in raw.entries:
            return self._lookup(raw, attribute, at, each=False)
        if "text" in raw.entries:
            return self._sentence(raw, attribute, at)
        if "other" in raw.entries:
            return self._other(raw, attribute, at)
        body = self.ocsf.objects.get(attribute.object_type or "")
        if body is None or not body.attributes:
            raise _Wrong(f"{at!r} is a {attribute.type}, not an object with attributes")
        return self.build(raw, body, at)

    def _path(self, text: str, attribute: Attribute, at: str) -> Value:
        path = self.scope.resolve(text)
        if attribute.enum and attribute.type != "string_t":
            raise _Wrong(f"{at!r} is an enum: write a caption, 'match', or {{ other = {text!r} }}")
        if isinstance(path, Kind):
            if self.ocsf.types[attribute.type].base != "string_t" or attribute.object_type:
                raise _Wrong(f"'$kind' is a string, {at!r} is {_type_name(attribute)}")
            return path
        if path.type.wrapped:
            return self._convert(path, attribute, at)
        if attribute.object_type and attribute.object_type != "object":
            raise _Wrong(f"{path} is no entity, so it cannot be written as {_type_name(attribute)}")
        return self._read(path, attribute, is_array=False)

    def _convert(self, path: Path, attribute: Attribute, at: str) -> Value:
        target = attribute.object_type
        if target is None:
            raise _Wrong(f"{path} is an entity, {at!r} is {_type_name(attribute)}")
        if target not in self.conversions:
            raise _Wrong(
                f"no entity is written as {target!r}: there is no [entity.<kind>.{target}]"
                f"{did_you_mean(target, self.conversions)}"
            )
        return Convert(path, target)

    def _read(self, path: Path, attribute: Attribute, *, is_array: bool) -> Value:
        name = "object" if attribute.object_type == "object" else attribute.type
        data_type = self.ocsf.types.get(name) or self.ocsf.types["json_t"]
        if not conversions.fits(path.type, data_type, is_array=is_array):
            raise _Wrong(
                f"{path} is a {path.type.name}, {attribute.name!r} takes {_type_name(attribute)}"
            )
        return Read(path, name, is_array)

    def _literal(self, raw: RawLiteral, attribute: Attribute, at: str) -> Constant | Caption:
        parameter = at if raw.own and "." in at else None
        if attribute.enum and attribute.type != "string_t":
            return replace(caption_of(raw.value, attribute, _Wrong), parameter=parameter)
        if attribute.object_type:
            raise _Wrong(f"{raw.value!r} is no {_type_name(attribute)}")
        if attribute.enum and raw.value not in attribute.enum:
            raise _Wrong(f"{at!r} is one of {', '.join(attribute.enum)}, not {raw.value!r}")
        if not conversions.literal_fits(raw.value, self.ocsf.types[attribute.type]):
            raise _Wrong(f"{raw.value!r} is no {_type_name(attribute)}, as {at!r} takes")
        return Constant(raw.value, parameter)

    def _lookup(self, raw: RawTable, attribute: Attribute, at: str, *, each: bool) -> Value:
        source = raw.entries["match"]
        if not isinstance(source, RawLiteral) or not str(source.value).startswith("$"):
            raise _Wrong("'match' takes a $path")
        path = self.scope.resolve(str(source.value))
        if isinstance(path, Kind) or path.type.name not in {"string", "mixed", "list"}:
            raise _Wrong(f"'match' looks up strings; {source.value} is none")
        arms = {
            name: self._arm(arm, attribute, at)
            for name, arm in raw.entries.items()
            if name != "match"
        }
        default = arms.pop("default", None)
        return Lookup(path, tuple(arms.items()), default, each)

    def _arm(self, raw: Raw, attribute: Attribute, at: str) -> Constant | Caption:
        if not isinstance(raw, RawLiteral) or str(raw.value).startswith("$"):
            raise _Wrong("the arms of 'match' are literals")
        return self._literal(RawLiteral(raw.value, raw.span), attribute, at)

    def _sentence(self, raw: RawTable, attribute: Attribute, at: str) -> Value:
        _only_keys(raw, {"text"})
        text = raw.entries["text"]
        if not isinstance(text, RawLiteral) or not isinstance(text.value, str):
            raise _Wrong("'text' takes a string")
        data_type = self.ocsf.types.get(attribute.type)
        if attribute.enum or data_type is None or data_type.base != "string_t":
            raise _Wrong(f"a text is a string, {at!r} is {_type_name(attribute)}")
        if conversions.is_pattern(data_type):
            raise _Wrong(f"a text cannot be {_type_name(attribute)}, as {at!r} takes")
        return read_sentence(text.value, self.scope)

    def _other(self, raw: RawTable, attribute: Attribute, at: str) -> Value:
        _only_keys(raw, {"other"})
        if "99" not in attribute.enum or not attribute.sibling:
            raise _Wrong(f"{at!r} has no member Other")
        text = raw.entries["other"]
        if not isinstance(text, RawLiteral) or not isinstance(text.value, str) or not text.value:
            raise _Wrong("'other' takes a text or a $path")
        if text.value[:1] != "$":
            return Caption(99, text.value, parameter=at if raw.own and "." in at else None)
        path = self.scope.resolve(text.value)
        if isinstance(path, Kind):
            return OtherText(path)
        if path.type.name not in {"string", "mixed"}:
            raise _Wrong(f"{path} is a {path.type.name}, 'other' takes a string")
        return OtherText(Read(path, "string_t"))


class _Wrong(Exception):
    """What is wrong with the value at hand."""


def _only_keys(raw: RawTable, known: set[str]) -> None:
    for name in raw.entries:
        if name not in known:
            raise _Wrong(f"{name!r} has no place beside {', '.join(map(repr, known))}")


def _needs(body: OcsfObject, slots: tuple[Slot, ...], at: str) -> tuple[str, ...]:
    """Which attributes decide at run time whether the object is valid."""
    there = {slot.attribute for slot in slots}
    open_ones = uncertain(body, slots)
    for requirement in open_ones:
        if not there.intersection(requirement.attributes):
            wanted = " or ".join(map(repr, requirement.attributes))
            raise _Wrong(f"{at!r} needs {wanted}, being a {body.name}")
    narrowest = open_ones[0].attributes if open_ones else ()
    for requirement in open_ones:
        if not set(narrowest) <= set(requirement.attributes):
            raise _Wrong(
                f"{at!r} needs {' or '.join(narrowest)}, and {' or '.join(requirement.attributes)},"
                " and each can be absent: end one of them with a literal"
            )
    return tuple(name for name in narrowest if name in there)


def _type_name(attribute: Attribute) -> str:
    one = attribute.object_type or attribute.type
    return (
        f"a list of {one}" if attribute.is_array else f"{'an' if one[0] in 'aeiou' else 'a'} {one}"
    )
