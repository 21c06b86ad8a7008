"""`slack-ocsf map` gives the same events whatever form, compression and way its entries come in."""

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from map_runs import entry, ids, json_lines, slack_ocsf

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ENTRIES = [entry(number) for number in range(7)]
LINES = json_lines(ENTRIES)
PAGE = {"ok": True, "entries": ENTRIES, "response_metadata": {"next_cursor": ""}}
FORMS = {
    "lines": LINES,
    "lines without the last end": LINES.rstrip(),
    "lines of Windows": LINES.replace(b"\n", b"\r\n"),
    "lines with blank ones": LINES.replace(b"\n", b"\n\n"),
    "byte order mark": b"\xef\xbb\xbf" + LINES,
    "UTF-16 of Windows": "\ufeff".encode("utf-16-le") + LINES.decode().encode("utf-16-le"),
    "one after the other in a line": LINES.replace(b"\n", b""),
    "over several lines each": b"\n".join(
        json.dumps(one, indent=2, ensure_ascii=False).encode() for one in ENTRIES
    ),
    "over several lines not indented": b"\n".join(
        json.dumps(one, indent=0).encode() for one in ENTRIES
    ),
    "list": json.dumps(ENTRIES).encode(),
    "list over several lines": json.dumps(ENTRIES, indent="\t").encode(),
    "a line for each of a list": b"[\n" + b",\n".join(LINES.splitlines()) + b"\n]\n",
    "response": json.dumps(PAGE, separators=(",", ":")).encode(),
    "response over several lines": json.dumps(PAGE, indent=2).encode(),
    "response with the entries last": json.dumps(dict(reversed(PAGE.items()))).encode(),
    "a response a line": b"".join(
        json.dumps({"entries": [one], "response_metadata": {"next_cursor": "x"}}).encode() + b"\n"
        for one in ENTRIES
    ),
    "all together": b"\n".join(
        [
            json.dumps({"entries": ENTRIES[:2]}, indent=4).encode(),
            json_lines(ENTRIES[2:4]),
            json.dumps({"entries": []}).encode(),
            json.dumps(ENTRIES[4:6]).encode(),
            json.dumps(ENTRIES[6], indent=1).encode(),
        ]
    ),
}


def halves(compress: Callable[[bytes], bytes], data: bytes) -> bytes:
    middle = len(data) // 2
    return compress(data[:middle]) + compress(data[middle:])


COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: data,
    "gzip": gzip.compress,
    "gzip of two members": lambda data: halves(gzip.compress, data),
    "gzip with padding": lambda data: halves(lambda part: gzip.compress(part) + b"\0" * 9, data),
    "zstd": zstd.compress,
    "zstd of two frames": lambda data: halves(zstd.compress, data),
    "zstd with a frame to skip": lambda data: (
        b"\x53\x2a\x4d\x18\x02\x00\x00\x00hi" + zstd.compress(data)
    ),
}


@pytest.fixture(scope="module")
def reference() -> bytes:
    run = slack_ocsf("map", "--quiet", given=LINES)
    assert ids(run) == [one["id"] for one in ENTRIES]
    return run.output


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_events(form: str, reference: bytes) -> None:
    run = slack_ocsf("map", "--quiet", given=FORMS[form])

    assert (run.status, run.output, run.told) == (0, reference, "")


@pytest.mark.parametrize("form", ["lines", "response over several lines"])
@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_every_compression_gives_the_same_events(
    form: str, compression: str, reference: bytes, tmp_path: Path
) -> None:
    misnamed = tmp_path / "entries.txt"
    misnamed.write_bytes(COMPRESSIONS[compression](FORMS[form]))

    from_file = slack_ocsf("map", "--quiet", misnamed)
    from_standard_input = slack_ocsf("map", "--quiet", "-", given=misnamed.read_bytes())

    assert (from_file.status, from_file.output) == (0, reference)
    assert (from_standard_input.status, from_standard_input.output) == (0, reference)


def test_files_and_standard_input_are_read_in_the_order_given(tmp_path: Path) -> None:
    first, last = tmp_path / "first", tmp_path / "last"
    first.write_bytes(json_lines(ENTRIES[:2]))
    last.write_bytes(json.dumps(ENTRIES[4:]).encode())

    run = slack_ocsf("map", first, "-", last, given=json_lines(ENTRIES[2:4]))

    assert ids(run) == [one["id"] for one in ENTRIES]


@pytest.mark.parametrize(
    "given",
    [b"", b"\n\n", b"[]", b'{"entries": []}', gzip.compress(b"", mtime=0)],
    ids=["nothing", "blank lines", "list", "response", "gzip"],
)
def test_nothing_is_fine(given: bytes) -> None:
    run = slack_ocsf("map", "--json", given=given)

    assert (run.status, run.output, run.summary["entries"]) == (0, b"", 0)


def test_an_object_whose_entries_are_no_list_is_an_entry() -> None:
    run = slack_ocsf("map", given=json.dumps(entry(entries={"a": [1]})).encode())

    assert run.events[0]["unmapped"]["entries"] == {"a": [1]}
