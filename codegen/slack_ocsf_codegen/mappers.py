"""Arrange a plan as mapper functions: one for each class and each distinct set of attributes.

Literals at the top of an event, and an action's own literals deeper down, are rows of a table
beside the functions, so that actions that differ in nothing else share one function.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from slack_ocsf_codegen.branches import Lines, with_variable
from slack_ocsf_codegen.ir import (
    OTHER,
    Build,
    Caption,
    Constant,
    MappedAction,
    OcsfClass,
    Plan,
    Read,
    SlackType,
    Slot,
    Value,
)
from slack_ocsf_codegen.names import numbered, snake
from slack_ocsf_codegen.observe import Observed, Observing, Place
from slack_ocsf_codegen.profiles import listed_profiles
from slack_ocsf_codegen.sources import Keys, Sources
from slack_ocsf_codegen.statements import Statements


@dataclass(frozen=True, slots=True)
class Function:
    """A printed mapper function."""

    name: str
    actions: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A printed constant."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """An action, its function, its constants and its own literals, as printed."""

    action: str
    function: str
    constants: str
    own: str


@dataclass(frozen=True, slots=True)
class MapperModule:
    """One OCSF class, for actions or for rows of a log: everything that its template lays out."""

    ocsf_class: OcsfClass
    name: str
    lookups: tuple[Named, ...]
    constants: tuple[Named, ...]
    functions: tuple[Function, ...]
    rows: tuple[Row, ...]


def mapper_module(
    plan: Plan,
    ocsf_class: OcsfClass,
    actions: list[MappedAction],
    observing: Observing,
    log: str | None = None,
) -> MapperModule:
    """Return the module of one class.

    Args:
        plan: The plan that the actions are of.
        ocsf_class: The class.
        actions: Its actions, in the order of the table.
        observing: Prints the observables.
        log: The log whose rows the actions are of, None for entries.
    """
    shape = plan.slack.entry if log is None else plan.slack.logs[log]
    lookups: dict[str, str] = {}
    bodies = {
        action.action: (
            *with_variable(_body(plan, shape, lookups, action, observing)),
            *ending(actions),
        )
        for action in actions
    }
    names = _function_names(ocsf_class, actions, bodies)
    constants = _Constants(ocsf_class)
    rows = tuple(
        Row(
            action.action,
            names[bodies[action.action]],
            constants.of(action),
            repr(dict(_own(action.slots))),
        )
        for action in actions
    )
    return MapperModule(
        ocsf_class=ocsf_class,
        name=log or ocsf_class.name,
        lookups=tuple(Named(name, value) for name, value in sorted(lookups.items())),
        constants=constants.named(),
        functions=tuple(
            Function(name, _served(actions, bodies, body), body) for body, name in names.items()
        ),
        rows=rows,
    )


def _body(
    plan: Plan,
    shape: SlackType,
    lookups: dict[str, str],
    action: MappedAction,
    observing: Observing,
) -> Lines:
    def of_dicts(again: frozenset[Keys], *, is_time_told: bool) -> Statements:
        sources = Sources(shape, "entry", "unmapped", again=again)
        return Statements(plan.ocsf, sources, lookups, is_time_told)

    return [
        "unmapped = entry.copy()",
        *mapper_body(plan, action, action.slots, observing, of_dicts),
    ]


_S_co = TypeVar("_S_co", bound=Statements, covariant=True)


class Printer(Protocol[_S_co]):
    """Makes what prints the statements of one function."""

    def __call__(self, again: frozenset[Keys], *, is_time_told: bool) -> _S_co:
        """Return it; `again` and `is_time_told` as `Sources` and `Statements` have them."""


def mapper_body(
    plan: Plan,
    action: MappedAction,
    slots: Sequence[Slot],
    observing: Observing,
    printer: Printer[Statements],
) -> Lines:
    """Return the statements that fill the event, from the first read to what was not taken.

    Args:
        plan: The plan that the action is of.
        action: The line of the table.
        slots: What fills the event.
        observing: Prints the observables.
        printer: Makes what prints the statements.
    """
    computed = computed_slots(slots)
    ocsf_class = plan.ocsf.classes[action.ocsf_class]
    observed = observing.of_event(ocsf_class, slots)
    statements, filled = filling(computed, observed, printer)
    seen = observed.variables()
    return [
        *statements.sources.opening(),
        *statements.guarded(),
        *(f"{seen[place]}: Any = {_known(place, computed, statements)}" for place in seen),
        *filled,
        *([] if statements.profiles else listed_profiles(ocsf_class, action, slots)),
        *_listed(observed),
        *statements.sources.closing(),
        "if unmapped:",
        '    event["unmapped"] = unmapped',
    ]


def computed_slots(slots: Iterable[Slot]) -> list[Slot]:
    """Return the slots of an event that are not constants of its row."""
    return [slot for slot in slots if not is_row_constant(slot.value)]


def filling(
    computed: Sequence[Slot], observed: Observed, printer: Printer[_S_co]
) -> tuple[_S_co, Lines]:
    """Return what printed the statements that fill an event, and these.

    Args:
        computed: What fills it.
        observed: Remembers what is an observable.
        printer: Makes what prints the statements; it is told what the first printing found.
    """
    is_time_told = any(map(_tells_time, computed))
    again: frozenset[Keys] = frozenset()
    for _ in range(2):
        statements = printer(again, is_time_told=is_time_told)
        filled = [line for slot in computed for line in statements.event(slot, observed)]
        again = statements.sources.again()
    return statements, filled


def _known(place: Place, computed: Iterable[Slot], statements: Statements) -> str:
    """What is known of an observable before anything is computed: what a row of the table says."""
    attribute = place[0]
    names = {name for slot in computed for name in (slot.attribute, slot.text_attribute)}
    return "None" if attribute.partition("[")[0] in names else statements.constant(attribute)


def _listed(observed: Observed) -> Lines:
    lines = observed.listing()
    if not lines:
        return []
    put = 'event["observables"] = observables'
    filled = [put] if observed.known else ["if observables:", f"    {put}"]
    return ["observables: list[Event] = []", *lines, *filled]


def _tells_time(slot: Slot) -> bool:
    """Whether an attribute that is surely there has the time as it came, written as a string."""
    match slot.value:
        case Read(path=path, type=name, is_array=False):
            return path.given == "time" and name == "string_t"
        case Build(slots=slots, needs=()):
            return any(map(_tells_time, slots))
        case _:
            return False


def ending(actions: Iterable[MappedAction]) -> Lines:
    """Name the activity where an action's constants do not, and return the event."""
    if any(action.is_named_by_action for action in actions):
        return ['event.setdefault("activity_name", action)', "return event"]
    return ["return event"]


def _function_names(
    ocsf_class: OcsfClass, actions: list[MappedAction], bodies: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, ...], str]:
    """The body that most actions share is named for the class, others for their first action."""
    counts = Counter(bodies.values())
    usual = max(counts, key=lambda body: counts[body])
    names = {usual: ocsf_class.name}
    for action in actions:
        name = f"{ocsf_class.name}_{snake(action.action or 'otherwise')}"
        free = (one for one in numbered(name) if one not in names.values())
        names.setdefault(bodies[action.action], next(free))
    return names


def _served(
    actions: list[MappedAction], bodies: Mapping[str, tuple[str, ...]], body: tuple[str, ...]
) -> str:
    count = sum(bodies[action.action] == body for action in actions)
    return f"{count} action{'s' if count != 1 else ''}"


class _Constants:
    """The constants of one module, each with a name, and each action's expression of them."""

    def __init__(self, ocsf_class: OcsfClass) -> None:
        self._class = ocsf_class
        self._named: dict[str, str] = {
            "_EVENT": repr(
                {
                    "class_uid": ocsf_class.uid,
                    "class_name": ocsf_class.caption,
                    "category_uid": ocsf_class.category_uid,
                    "category_name": ocsf_class.category_name,
                }
            )
        }

    def named(self) -> tuple[Named, ...]:
        first = Named("_EVENT", self._named["_EVENT"])
        others = sorted(name for name in self._named if name != "_EVENT")
        return (first, *(Named(name, self._named[name]) for name in others))

    def of(self, action: MappedAction) -> str:
        """Return the expression of an action's constants."""
        parts = ["_EVENT", self._activity(action)]
        plain: dict[str, object] = {}
        for slot in action.slots:
            if isinstance(slot.value, Caption):
                parts.append(self._caption(slot, slot.value))
            elif isinstance(slot.value, Constant) and is_row_constant(slot.value):
                plain[slot.attribute] = slot.value.value
        if plain:
            parts.append(repr(plain))
        return " | ".join(parts)

    def _activity(self, action: MappedAction) -> str:
        activity = action.activity
        number = self._class.uid * 100 + activity.id
        type_name = self._class.body.attributes["type_uid"].enum[str(number)]
        name = f"_{snake(activity.text).upper()}"
        named = {} if action.is_named_by_action else {"activity_name": activity.text}
        return self._name(
            f"{name}_ACTIVITY" if activity.id != OTHER else f"_OTHER{name}",
            {"activity_id": activity.id, **named, "type_uid": number, "type_name": type_name},
        )

    def _caption(self, slot: Slot, caption: Caption) -> str:
        label = slot.text_attribute or slot.attribute
        members: dict[str, object] = {slot.attribute: caption.id}
        if slot.text_attribute is not None:
            members[slot.text_attribute] = caption.text
        return self._name(f"_{snake(label)}_{snake(caption.text)}".upper(), members)

    def _name(self, name: str, members: dict[str, object]) -> str:
        """A name for a constant; those that differ in more than their spelling are numbered."""
        text = repr(members)
        return next(one for one in numbered(name) if self._named.setdefault(one, text) == text)


def is_row_constant(value: Value) -> bool:
    """Whether a top-level value is a literal that a shared row can hold (lists are no such)."""
    if isinstance(value, Constant):
        return not isinstance(value.value, tuple)
    return isinstance(value, Caption)


def _own(slots: Iterable[Slot]) -> Iterable[tuple[str, object]]:
    """The literals of an action's own line that its function looks up by name."""
    for slot in slots:
        value = slot.value
        if isinstance(value, Build):
            yield from _own(value.slots)
        elif isinstance(value, Caption) and value.parameter is not None:
            yield value.parameter, (value.id, value.text)
        elif isinstance(value, Constant) and value.parameter is not None:
            listed = list(value.value) if isinstance(value.value, tuple) else value.value
            yield value.parameter, listed
