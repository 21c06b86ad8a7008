"""Make events of elements: the one path from JSON text to OCSF that every command takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import orjson
from msgspec import Struct

from slack_ocsf_collector.editions import edition
from slack_ocsf_collector.logs import AUDIT, log_of, mapped
from slack_ocsf_collector.plain import plain_event, with_text
from slack_ocsf_collector.portable import NotJson, is_flat, parse, read
from slack_ocsf_collector.reject import Reject
from slack_ocsf_collector.splitting import split_line
from slack_ocsf_collector.usual import usual_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import ModuleType

    from slack_ocsf_collector.element import Element
    from slack_ocsf_collector.logs import Log

    Check = Callable[[bytes], tuple[str, str] | None]

_CUT_OFF = "the input ends inside a list or a response"


class Event(Struct, frozen=True):
    """An OCSF event and what it was made of.

    One is made for each entry: a named tuple takes three times as long.

    Attributes:
        element: The text of the entry or row.
        log: What it is of.
        action: Of an entry of the audit log; None of another row.
        class_name: Caption of the event's class.
        uid: `metadata.uid` of the event; None where it has none.
        time: `time` of the event, in milliseconds.
        json: The event as JSON, without a line's end.
    """

    element: Element
    log: Log
    action: str | None
    class_name: str
    uid: str | None
    time: int
    json: bytes

    @property
    def body(self) -> dict[str, Any]:
        """The event, parsed anew each time: few ask for it."""
        return cast("dict[str, Any]", orjson.loads(self.json))

    @property
    def entry(self) -> dict[str, Any]:
        """The entry or row as it came, parsed anew each time: few ask for it."""
        return cast("dict[str, Any]", parse(self.element.raw))


def events(  # noqa: PLR0913 - one for each way in which making them differs
    elements: Iterable[Element],
    *,
    package: ModuleType | None = None,
    log: Log | None = None,
    members: Mapping[str, object] | None = None,
    raw_data: bool = False,
    check: Check | None = None,
) -> Iterator[Event | Reject]:
    """Yield the event of each element, or why there is none.

    Args:
        elements: What was read.
        package: The generated package that maps; None is the usual one.
        log: The log that the elements are of; None tells each by its members.
        members: What each entry or row gets beside its own members, before it is mapped.
        raw_data: Whether each event keeps the text of its entry as `raw_data`, where its
            version of OCSF has room for that much.
        check: Takes the JSON of an event; returns the reason and the path where it is not valid,
            None where it is.
    """
    mapping = package or edition()
    usual = None if members or (log and log is not AUDIT) else usual_of(mapping)
    make = _Making(mapping, log, members or {}, raw_data, check)
    usually = usual and _usually(usual, mapping if raw_data else None, check)
    for element in elements:
        event = (usually and usually(element)) or _quickly(element, make)
        if event is not None:
            yield event
        else:
            yield from _carefully(element, make)


class _Making(NamedTuple):
    """How events are made."""

    mapping: ModuleType
    log: Log | None
    members: Mapping[str, object]
    raw_data: bool
    check: Check | None


def _usually(
    usual: ModuleType, keeping: ModuleType | None, check: Check | None
) -> Callable[[Element], Event | None]:
    """Return what makes the event of an entry of the usual form, None of any other."""
    kind, read_usual, write = usual.Entry, usual.read, usual.write

    def made(element: Element) -> Event | None:
        value: Any = element.value
        if type(value) is kind and value.action:  # which it has until it is written
            entry = value
        else:
            entry = None if isinstance(value, dict) else read_usual(element.raw)
        if entry is None:
            return None
        action = entry.action
        try:
            written = write(entry)
        except Exception:  # noqa: BLE001 - told when it is mapped with care
            return None
        if written is None:
            return None
        json = written.json
        if keeping is not None:
            json = with_text(json, element.raw, keeping)
        if check and check(json):
            return None
        return Event(element, AUDIT, action, written.class_name, written.uid, written.time, json)

    return made


def _quickly(element: Element, make: _Making) -> Event | None:
    """Return the event of an entry in which nothing has to be changed before it is mapped."""
    mapping, log, members, raw_data, check = make
    if members or (log and log is not AUDIT):
        return None
    raw, value = element.raw, element.value
    entry = value if isinstance(value, dict) else read(raw)
    if entry is None or (log or log_of(entry)) is not AUDIT or not is_flat(raw):
        return None
    made = plain_event(raw, entry, mapping.map_event, mapping if raw_data else None)
    if made is None or (check and check(made[1])):
        return None
    return _made(element, entry["action"], AUDIT, *made)


def _carefully(element: Element, make: _Making) -> Iterator[Event | Reject]:
    """Yield what comes of an element, whatever it holds."""
    try:
        entry = parse(element.raw)
    except NotJson as error:
        yield from _outcomes_of_parts(element, error, make)
    else:
        yield _event(element, entry, make)


def _outcomes_of_parts(element: Element, error: NotJson, make: _Making) -> Iterator[Event | Reject]:
    """Yield what comes of a line that is no JSON, but may hold several elements."""
    parts = split_line(element) if element.is_line else []
    if len(parts) > 1:
        yield from events(
            parts,
            package=make.mapping,
            log=make.log,
            members=make.members,
            raw_data=make.raw_data,
            check=make.check,
        )
    else:
        text = element.raw.decode("utf-8", "backslashreplace")
        yield _reject(element, text, str(error) if text else _CUT_OFF)


def _event(element: Element, entry: object, make: _Making) -> Event | Reject:
    if not isinstance(entry, dict):
        return _reject(element, entry, "the entry is no object")
    mapping, log, members, raw_data, check = make
    if members:
        entry = {**members, **entry}
    log = log or log_of(entry)
    try:
        body = mapped(entry, log, mapping)
        json = orjson.dumps(body)
        if raw_data:
            json = with_text(json, element.raw, mapping)
        action = entry["action"] if log is AUDIT else None
        event = _made(element, action, log, body, json)
    except mapping.MappingError as error:
        return _reject(element, entry, error.reason, error.path)
    except Exception as error:  # noqa: BLE001 - one entry never ends the run
        fault = f"a fault of slack-ocsf, please report it: {type(error).__name__}: {error}"
        return _reject(element, entry, fault)
    invalid = check(event.json) if check else None
    return _reject(element, entry, *invalid) if invalid else event


def _made(
    element: Element, action: str | None, log: Log, body: dict[str, Any], json: bytes
) -> Event:
    uid = body["metadata"].get("uid") or None
    return Event(element, log, action, body["class_name"], uid, body["time"], json)


def _reject(element: Element, entry: object, reason: str, path: str = "") -> Reject:
    return Reject(element.source, element.line, reason, path or None, entry)
