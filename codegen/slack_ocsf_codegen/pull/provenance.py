"""Where each vendored file came from: kept in provenance.json, shown in README.md."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from slack_ocsf_codegen.pull.failed import PullFailed

RECORD = "provenance.json"
PAGE = "README.md"

_HEAD = """\
# Vendored inputs of the generator

`slack-ocsf-codegen pull` writes the files below, `{record}` and this page from it; an edit by
hand is lost with the next pull. A date is the day on which these very bytes first came from that
source. `generate` reads only what is here and needs no network.
"""
_ENTRY = """
## {path}

- Source: {source}
- Date: {date}
- Licence: {licence}
- SHA-256: `{sha256}`
- Refresh: `{command}`
"""
_TAIL = """
## Written by hand

`slack/envelope.json` (the entry around its entity), `slack/documented.json` (actions that only
the documentation has), `slack/access.json` and `slack/integration.json` (rows of those logs) and
`slack/cloudwatch.json` (the classes of AWS CloudWatch's integration) have no form that a machine
can fetch. Each names its sources inside.
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from, under which licence, and the command that fetches it again."""

    source: str
    licence: str
    command: str


@dataclass(frozen=True, slots=True)
class _Entry:
    command: str
    date: str
    licence: str
    sha256: str
    source: str


def with_provenance(
    schemas: Path, texts: Mapping[str, str], origins: Mapping[str, Origin], today: date
) -> dict[str, str]:
    """Return `texts` and the two files of provenance that go with them.

    Args:
        schemas: The folder; what it records of other files that are still there is kept.
        texts: New content by path in the folder.
        origins: The origin of each of them.
        today: For what is new or from another source; else the date stays.

    Raises:
        PullFailed: The record that is there cannot be read.
    """
    known = _load(schemas / RECORD)
    entries = {path: entry for path, entry in known.items() if (schemas / path).is_file()}
    for path, text in texts.items():
        entries[path] = _entry(known.get(path), text, origins[path], today)
    return {**texts, RECORD: _record(entries), PAGE: _page(entries.items())}


def _entry(known: _Entry | None, text: str, origin: Origin, today: date) -> _Entry:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    same = known is not None and (known.sha256, known.source) == (sha256, origin.source)
    day = known.date if known is not None and same else today.isoformat()
    return _Entry(**asdict(origin), date=day, sha256=sha256)


def _load(file: Path) -> dict[str, _Entry]:
    try:
        files = json.loads(file.read_text(encoding="utf-8"))["files"]
        return {path: _Entry(**entry) for path, entry in files.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PullFailed(
            f"{file}: not the record of a pull ({error}); restore it, or remove it and pull all"
        ) from error


def _record(entries: Mapping[str, _Entry]) -> str:
    files = {path: asdict(entry) for path, entry in entries.items()}
    return json.dumps({"files": files}, indent=1, sort_keys=True) + "\n"


def _page(entries: Iterable[tuple[str, _Entry]]) -> str:
    sections = (_ENTRY.format(path=path, **asdict(entry)) for path, entry in sorted(entries))
    return _HEAD.format(record=RECORD) + "".join(sections) + _TAIL
