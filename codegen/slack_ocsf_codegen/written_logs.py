"""Read `[source.<log>]`: what its rows are told by, and a line for each kind of row."""

from collections.abc import Mapping
from dataclasses import dataclass

from slack_ocsf_codegen.ir import Given, Mistake, Raw, RawLiteral, RawTable, SlackType, Span
from slack_ocsf_codegen.names import did_you_mean

_TEXTS = ("string", "mixed")
_TIMES = ("int", "string", "mixed")


class WrongSection(Exception):
    """What is wrong with a section, so that nothing can be made of it.

    Attributes:
        mistake: The same with its place.
    """

    def __init__(self, span: Span, text: str) -> None:
        self.mistake = Mistake(span, text)
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class WrittenLog:
    """A section taken apart; see `MappedLog` for `time` and `action`."""

    log: str
    time: str
    action: str | None
    lines: Mapping[str, Raw]
    default: Raw
    entries: Mapping[str, Raw]

    @property
    def given(self) -> Mapping[str, Given]:
        """The members without which a row is no event."""
        given: dict[str, Given] = {self.time: "time"}
        return given if self.action is None else {**given, self.action: "action"}


def read_log(log: str, section: RawTable, known: Mapping[str, SlackType]) -> WrittenLog:
    """Return what a section says; `known` are the logs and the shapes of their rows.

    Raises:
        WrongSection: It does not say what every section has to.
    """
    if log not in known:
        raise WrongSection(section.span, f"unknown log {log!r}{did_you_mean(log, known)}")
    entries = dict(section.entries)
    to = entries.pop("to", None)
    if to is None:
        raise WrongSection(section.span, f"[source.{log}] needs 'to', as an action's line has it")
    members = known[log].fields
    if "time" not in entries:
        raise WrongSection(section.span, f"[source.{log}] needs 'time', a $member of its rows")
    time = _member("time", entries["time"], members, _TIMES)
    if not isinstance(to, RawTable) or "match" not in to.entries:
        return WrittenLog(log, time, None, {}, to, entries)
    lines = dict(to.entries)
    action = _member("match", lines.pop("match"), members, _TEXTS)
    if "default" not in lines:
        text = "'to' needs a 'default', the line of rows that no other line is for"
        raise WrongSection(to.span, text)
    default = lines.pop("default")
    return WrittenLog(log, time, action, lines, default, entries)


def _member(name: str, raw: Raw, members: Mapping[str, SlackType], types: tuple[str, ...]) -> str:
    """Return the member of a row that a `$path` names; nothing deeper can be relied on."""
    text = raw.value if isinstance(raw, RawLiteral) else None
    if not isinstance(text, str) or text[:1] != "$":
        raise WrongSection(raw.span, f"{name!r} of a log takes a $member of its rows")
    member = text[1:]
    if member not in members:
        near = did_you_mean(text, [f"${known}" for known in members])
        raise WrongSection(raw.span, f"unknown Slack path {text!r}{near}")
    if members[member].name not in types:
        raise WrongSection(
            raw.span, f"{text} ({members[member].name}) does not fit {name!r} of a log"
        )
    return member
