"""Realistic entries of Slack's audit log, and rows of its other logs, invented from a seed."""

from slack_ocsf_collector.entries.access_rows import access_rows
from slack_ocsf_collector.entries.integration_rows import integration_rows
from slack_ocsf_collector.entries.stream import entries

__all__ = ["access_rows", "entries", "integration_rows"]
