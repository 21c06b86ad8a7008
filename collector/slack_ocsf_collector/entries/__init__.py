"""Realistic entries of Slack's audit log, invented from a seed."""

from slack_ocsf_collector.entries.stream import entries

__all__ = ["entries"]
