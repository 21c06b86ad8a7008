"""Sinks as flags name them: `stdout`, `ndjson:DIR`, `parquet:DIR`, `http:URL`."""

from __future__ import annotations

from typing import Any, get_args

from slack_ocsf_collector.settings.settings import SinkKind


def sink_of(spec: str, carries: str) -> dict[str, Any]:
    """Return the sink as a file would have it.

    Raises:
        ValueError: It names none.
    """
    if spec.startswith(("http://", "https://")):
        return {"kind": "http", "target": spec, "carries": carries}
    kind, _, target = spec.partition(":")
    if kind not in get_args(SinkKind):
        raise ValueError("it should be stdout, ndjson:DIR, parquet:DIR, parquet:URL or http:URL")
    return {"kind": kind, "target": target, "carries": carries}
