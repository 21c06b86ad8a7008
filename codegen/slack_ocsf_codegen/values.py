"""Resolve one value of the table against the OCSF attribute it is for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.captions import caption_of
from slack_ocsf_codegen.certainty import as_written, is_certain, uncertain
from slack_ocsf_codegen.ir import (
    OTHER,
    Arm,
    Attribute,
    Build,
    Caption,
    Constant,
    Convert,
    Elements,
    First,
    Kind,
    LiteralValue,
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
    SlackType,
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

    `conversions` are the OCSF objects that the table writes entities as. Unless `strict`, what
    cannot be resolved is no mistake but not there.
    """

    ocsf: Ocsf
    scope: Scope
    conversions: frozenset[str]
    report: Callable[[Mistake], None]
    strict: bool = True

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
        except _Reported:
            return None
        except _Wrong as wrong:
            self.report(Mistake(raw.span, str(wrong)))
        except UnknownPath as unknown:
            self.report(Mistake(raw.span, str(unknown)))
        return None

    def build(self, raw: RawTable, body: OcsfObject, at: str) -> Build:
        """Return the object that a plain table makes, with what it needs at run time."""
        if not raw.entries:
            raise _Wrong(_empty(at))
        slots = self._slots(raw.entries, body, at)
        if len(slots) < len(raw.entries) and self.strict:
            raise _Reported
        return Build(body.name, slots, _needs(body, slots, at))

    def checked_build(self, raw: RawTable, body: OcsfObject, at: str) -> Build | None:
        """Return the object that a table makes, or None after reporting why it cannot be."""
        try:
            return self.build(raw, body, at)
        except _Reported:
            return None
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

    def _first(self, raw: RawTable, attribute: Attribute, at: str) -> Value:
        _only_keys(raw, {"first"})
        options = raw.entries["first"]
        if not isinstance(options, RawArray) or not options.items:
            raise _Wrong("'first' takes a list of values")
        resolved = [self.value(disowned(option), attribute, at) for option in options.items]
        known = [option for option in resolved if option is not None]
        if not known or (len(known) < len(resolved) and self.strict):
            raise _Reported
        for option, after in zip(known, options.items[1:], strict=False):
            if len(known) == len(resolved) and is_certain(option):
                self.report(
                    Mistake(after.span, "never reached: what stands before is always there")
                )
                break
        return First(tuple(known))

    def _array(self, raw: Raw, attribute: Attribute, at: str) -> Value:
        single = replace(attribute, is_array=False)
        if isinstance(raw, RawArray):
            items = [self.value(disowned(item), single, at) for item in raw.items]
            return self._elements(items, raw, at)
        if isinstance(raw, RawTable) and "match" in raw.entries:
            return self._lookup(raw, single, at, each=True)
        if isinstance(raw, RawLiteral) and isinstance(raw.value, str) and raw.value[:1] == "$":
            path = self.scope.resolve(raw.value)
            if isinstance(path, Path) and not attribute.object_type:
                return self._read(path, attribute, at)
        raise _Wrong(f"{at!r} is a list: write [...], a path to a list, or 'match'")

    def _elements(self, items: list[Value | None], raw: RawArray, at: str) -> Value:
        if not items:
            raise _Wrong(_empty(at))
        known = tuple(item for item in items if item is not None)
        if not known or (len(known) < len(items) and self.strict):
            raise _Reported
        constants = tuple(item.value for item in known if isinstance(item, Constant))
        if len(constants) == len(known):
            return Constant(constants, parameter=at if raw.own else None)
        return Elements(known)

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
            raise _Wrong(_misfit("an object", attribute, at))
        return self.build(raw, body, at)

    def _path(self, text: str, attribute: Attribute, at: str) -> Value:
        path = self.scope.resolve(text)
        if attribute.enum and attribute.type != "string_t":
            raise _Wrong(f"{at!r} is an enum: write a caption, 'match', or {{ other = {text!r} }}")
        if isinstance(path, Kind):
            if attribute.object_type or self.ocsf.types[attribute.type].base != "string_t":
                raise _Wrong(_misfit("$kind (string)", attribute, at))
            return path
        if path.type.wrapped:
            return self._convert(path, attribute, at)
        if attribute.object_type and attribute.object_type != "object":
            raise _Wrong(_misfit(f"{path} ({path.type.name})", attribute, at))
        return self._read(path, attribute, at)

    def _convert(self, path: Path, attribute: Attribute, at: str) -> Value:
        target = attribute.object_type
        if target is None:
            raise _Wrong(_misfit(f"{path} (an entity)", attribute, at))
        if target not in self.conversions:
            raise _Wrong(
                f"no entity is written as {target!r}: there is no [entity.<kind>.{target}]"
                f"{did_you_mean(target, self.conversions)}"
            )
        return Convert(path, target)

    def _read(self, path: Path, attribute: Attribute, at: str) -> Value:
        name = "object" if attribute.object_type == "object" else attribute.type
        data_type = self.ocsf.types.get(name) or self.ocsf.types["json_t"]
        if not conversions.fits(path.type, data_type, is_array=attribute.is_array):
            raise _Wrong(_misfit(f"{path} ({path.type.name})", attribute, at))
        if attribute.is_array or not conversions.always_fits(path, data_type):
            path = replace(path, given=None)
        return Read(path, name, attribute.is_array)

    def _literal(self, raw: RawLiteral, attribute: Attribute, at: str) -> Constant | Caption:
        parameter = _parameter(raw, at)
        if attribute.enum and attribute.type != "string_t":
            return replace(caption_of(raw.value, attribute, _Wrong), parameter=parameter)
        if attribute.object_type:
            raise _Wrong(_misfit(_shown(raw.value), attribute, at))
        if attribute.enum and raw.value not in attribute.enum:
            raise _Wrong(f"{at!r} is one of {', '.join(attribute.enum)}, not {raw.value!r}")
        if not conversions.literal_fits(raw.value, self.ocsf.types[attribute.type]):
            raise _Wrong(_misfit(_shown(raw.value), attribute, at))
        return Constant(raw.value, parameter)

    def _lookup(self, raw: RawTable, attribute: Attribute, at: str, *, each: bool) -> Value:
        source = raw.entries["match"]
        if not isinstance(source, RawLiteral) or not str(source.value).startswith("$"):
            raise _Wrong("'match' takes a $path")
        path = self.scope.resolve(str(source.value))
        if isinstance(path, Kind) or not _is_looked_up(path.type, each=each):
            raise _Wrong(f"'match' looks up strings; {source.value} is none")
        arms = {
            name: self._arm(arm, attribute, at)
            for name, arm in raw.entries.items()
            if name != "match"
        }
        default = arms.pop("default", None)
        if not arms:
            raise _Wrong("'match' has no arms")
        return Lookup(path, tuple(arms.items()), default, each)

    def _arm(self, raw: Raw, attribute: Attribute, at: str) -> Arm:
        arm = self._single(disowned(raw), attribute, at)
        if isinstance(arm, Constant | Caption) or (isinstance(arm, Build) and arm.is_literal):
            return arm
        raise _Wrong("the arms of 'match' are literals")

    def _sentence(self, raw: RawTable, attribute: Attribute, at: str) -> Value:
        _only_keys(raw, {"text"})
        text = raw.entries["text"]
        if not isinstance(text, RawLiteral) or not isinstance(text.value, str):
            raise _Wrong("'text' takes a string")
        data_type = self.ocsf.types.get(attribute.type)
        is_free = data_type is not None and data_type.base == "string_t" and not data_type.regex
        if attribute.enum or data_type is None or not is_free:
            raise _Wrong(_misfit("a text", attribute, at))
        return replace(read_sentence(text.value, self.scope), limit=data_type.max_len)

    def _other(self, raw: RawTable, attribute: Attribute, at: str) -> Value:
        _only_keys(raw, {"other"})
        if str(OTHER) not in attribute.enum or not attribute.sibling:
            raise _Wrong(f"{at!r} has no member Other")
        text = raw.entries["other"]
        if not isinstance(text, RawLiteral) or not isinstance(text.value, str) or not text.value:
            raise _Wrong("'other' takes a text or a $path")
        if text.value[:1] != "$":
            return Caption(OTHER, text.value, parameter=_parameter(text, at))
        path = self.scope.resolve(text.value)
        if isinstance(path, Kind):
            return OtherText(path)
        if path.type.name not in {"string", "mixed"}:
            raise _Wrong(f"{path} ({path.type.name}) does not fit 'other' (string)")
        return OtherText(Read(path, "string_t"))


class _Wrong(Exception):
    """What is wrong with the value at hand."""


class _Reported(Exception):
    """A part of the value at hand is wrong, which is told already."""


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
            wanted = as_written(requirement, body)
            raise _Wrong(f"{at!r} (object {body.name}) needs {wanted}")
    narrowest = open_ones[0].attributes if open_ones else ()
    for requirement in open_ones:
        if not set(narrowest) <= set(requirement.attributes):
            raise _Wrong(
                f"{at!r} (object {body.name}) needs {as_written(open_ones[0], body)}, and"
                f" {as_written(requirement, body)}, and each can be absent:"
                " end one of them with a literal"
            )
    return tuple(name for name in narrowest if name in there)


def _is_looked_up(slack: SlackType, *, each: bool) -> bool:
    """Whether a value of the type can be a string, or a list of them for a list."""
    if each and slack.name == "list":
        return slack.item is not None and slack.item.name in {"string", "mixed"}
    return slack.name in {"string", "mixed"}


def _misfit(what: str, attribute: Attribute, at: str) -> str:
    one = f"object {attribute.object_type}" if attribute.object_type else attribute.type
    return f"{what} does not fit {at!r} ({'list of ' if attribute.is_array else ''}{one})"


def _parameter(raw: RawLiteral, at: str) -> str | None:
    """The name of an action's own literal below the top of the event; others are no parameters."""
    return at if raw.own and "." in at else None


def _shown(value: LiteralValue) -> str:
    """A literal as the table spells it."""
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _empty(at: str) -> str:
    return f"{at!r} is empty: to remove an inherited attribute write false"
