"""Resolve `[source.<log>]`: what becomes of the rows of a log that has no actions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from slack_ocsf_codegen.activities import read_target
from slack_ocsf_codegen.event_attributes import event_slots
from slack_ocsf_codegen.ir import MappedAction, MappedLog, Mistake, Ocsf, Raw, RawTable, Slack
from slack_ocsf_codegen.layers import merged, removal_mistakes, without_removed
from slack_ocsf_codegen.paths import Scope, row_scope
from slack_ocsf_codegen.values import Resolver
from slack_ocsf_codegen.written_logs import WrittenLog, WrongSection, read_log


@dataclass(frozen=True, slots=True)
class LogResolver:
    """Resolves the sections of logs.

    Attributes:
        ocsf: The version of OCSF.
        reference: The version that the table is written for.
        slack: What Slack says of its rows.
        resolver: Returns what resolves values in a scope.
        report: Takes what is wrong in any version.
    """

    ocsf: Ocsf
    reference: Ocsf
    slack: Slack
    resolver: Callable[[Scope], Resolver]
    report: Callable[[Mistake], None]

    def logs(self, sources: Mapping[str, RawTable]) -> Iterator[MappedLog]:
        """Resolve every section; what cannot be a log is reported."""
        for log, section in sources.items():
            try:
                read = read_log(log, section, self.slack.logs)
            except WrongSection as wrong:
                self.report(wrong.mistake)
                continue
            if (mapped := self._mapped(read)) is not None:
                yield mapped

    def _mapped(self, log: WrittenLog) -> MappedLog | None:
        resolver = self.resolver(row_scope(self.slack.logs[log.log], log.given))
        lines = [self._line(log, value, raw, resolver) for value, raw in log.lines.items()]
        default = self._line(log, "", log.default, resolver)
        known = [line for line in lines if line is not None]
        if default is None or len(known) < len(lines):
            return None
        for line in known:
            if line.ocsf_class != default.ocsf_class:
                text = (
                    f"all lines of [source.{log.log}] are of one class: this is of"
                    f" {line.ocsf_class}, 'default' of {default.ocsf_class}"
                )
                self.report(Mistake(line.span, text))
        return MappedLog(log.log, log.time, log.action, tuple(known), default)

    def _line(
        self, log: WrittenLog, value: str, raw: Raw, resolver: Resolver
    ) -> MappedAction | None:
        named = log.action and f"${log.action}"
        target = read_target(raw, self.ocsf, self.reference, self.report, named)
        if target is None:
            return None
        if resolver.strict:
            for mistake in removal_mistakes(log.entries, target.own):
                self.report(mistake)
        entries = without_removed(merged(log.entries, target.own))
        return MappedAction(
            action=value,
            category=log.log,
            ocsf_class=target.ocsf_class.name,
            activity=target.activity,
            slots=event_slots(entries, target.ocsf_class, resolver, raw.span, self.report),
            span=raw.span,
            is_named_by_action=target.is_named_by_action,
        )
