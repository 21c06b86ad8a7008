"""Values of the table written as TOML again."""

from __future__ import annotations

import tomllib

import pytest

from slack_ocsf_codegen.drift.relatives import mapped
from slack_ocsf_codegen.drift.toml import key, line
from slack_ocsf_codegen.table import read_table

VALUES = [
    '"text with \\"quotes\\", \\\\ and \\u007f\\u0000é"',
    "5",
    "-1.5",
    "1e100",
    "inf",
    "true",
    "false",
    '["$a", ["b", { c = 1 }], []]',
    '{ first = ["$entity", { name = "unknown", "a.b" = {} }] }',
]


@pytest.mark.parametrize("text", VALUES)
def test_a_value_reads_back_as_it_was(text: str) -> None:
    written = f'x = {{ to = "a.b", own = {text} }}'
    table = read_table(f'version = "0.0.0"\notherwise = "a.b"\n[action.c]\n{written}', "t")
    (only,) = map(mapped, table.actions)
    assert tomllib.loads(line("x", only.target, only.own)) == tomllib.loads(written)


@pytest.mark.parametrize("name", ["pref.x", "a b", "ü", 'q"', "", "a-b_1"])
def test_a_key_reads_back_as_it_was(name: str) -> None:
    assert tomllib.loads(f"{key(name)} = 1") == {name: 1}


def test_a_bare_key_stays_bare() -> None:
    assert key("list_created") == "list_created"
