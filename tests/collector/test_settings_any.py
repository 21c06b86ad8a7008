"""Whatever a file holds, it becomes settings or a list of mistakes."""

import json
import re
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slack_ocsf_collector.settings.given import Given
from slack_ocsf_collector.settings.load import load

NAMES = st.sampled_from(
    [
        *("state", "ocsf", "metrics", "metrics_file", "log_level", "timing", "organization"),
        *("sink", "name", "token", "sources", "api_url", "oldest", "page_size", "team", "kind"),
        *("target", "carries", "headers", "for", "size", "file", "variable", "command", "poll"),
        *("settle", "reread", "silence", "options", "unheard-of", ""),
    ]
)
SCALARS = (
    st.sampled_from(["parquet", "http", "stdout", "ndjson", "raw", "https://h", "s3://b", "30d"])
    | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8)
    | st.integers(-(2**40), 2**40)
    | st.booleans()
    | st.floats(allow_nan=True)
    | st.dates()
    | st.datetimes()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
TABLES = st.dictionaries(NAMES, VALUES, max_size=6)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "timing": VALUES | TABLES,
        "organization": VALUES | st.lists(TABLES, max_size=3),
        "sink": VALUES | st.lists(TABLES, max_size=3),
        "state": VALUES,
        "ocsf": VALUES,
        "metrics": VALUES,
        "other": VALUES,
    },
)


def toml(value: Any) -> str:  # noqa: ANN401 - any TOML value
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(name)} = {toml(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    is_of_json = isinstance(value, str | int)
    return json.dumps(value, ensure_ascii=False) if is_of_json else str(value)


@given(DOCUMENTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_file_becomes_settings_or_mistakes_with_lines(
    tmp_path: Path, document: dict[str, Any]
) -> None:
    file = tmp_path / "c.toml"
    file.write_text("".join(f"{name} = {toml(value)}\n" for name, value in document.items()))

    found = load({"config": Given("--config", (str(file),))}, now=1_800_000_000)

    assert (found.settings is None) == bool(found.mistakes)
    for mistake in found.mistakes:
        assert re.fullmatch(re.escape(str(file)) + r":[1-7]", mistake.place), mistake
