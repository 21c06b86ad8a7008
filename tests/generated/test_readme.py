"""What the README shows is what the mapper makes."""

import json
import re
from pathlib import Path
from typing import Any

from slack_ocsf import map_event

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
ENTRY, SHOWN = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", README, re.DOTALL))


def contains(whole: Any, part: Any) -> bool:  # noqa: ANN401 - JSON
    if isinstance(part, dict):
        return all(key in whole and contains(whole[key], value) for key, value in part.items())
    if isinstance(part, list):
        return all(any(contains(one, element) for one in whole) for element in part)
    return bool(whole == part)


def test_the_event_beside_the_entry_is_its_event() -> None:
    assert contains(map_event(ENTRY), SHOWN)


def test_only_what_it_says_is_left_out() -> None:
    event = map_event(ENTRY)
    constants = {"category_uid", "category_name", "type_name"}
    assert set(event) - set(SHOWN) == constants
    assert len(event["observables"]) == len(SHOWN["observables"]) + 4


def test_the_line_of_the_table_is_in_the_table() -> None:
    (line,) = re.findall(r"```toml\n\[action.file\]\n(.*?)\n```", README)
    table = (Path(__file__).resolve().parents[2] / "mappings.toml").read_text(encoding="utf-8")
    assert re.sub(" +", " ", line) in re.sub(" +", " ", table)
