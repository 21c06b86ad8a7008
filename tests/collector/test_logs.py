"""Logs are JSON lines on standard error, and hold no secret."""

import io
import json
import logging
import warnings
from typing import Any

import pytest

from slack_ocsf_cli.redaction import HIDDEN, hide
from slack_ocsf_collector.health.logs import logger, start_logs

TOKEN = "xoxp-CANARY"  # noqa: S105 - opens nothing


pytestmark = pytest.mark.usefixtures("logging_as_before")


@pytest.fixture
def written() -> io.StringIO:
    stream = io.StringIO()
    start_logs("debug", stream)
    return stream


def refuse() -> None:
    try:
        raise ValueError(TOKEN)  # noqa: TRY301 - so that one error is the other's cause
    except ValueError as error:
        raise RuntimeError(f"with {TOKEN}") from error


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_time_and_level(written: io.StringIO) -> None:
    logger().info("window read", stream="acme/audit", rows=12)

    (line,) = lines(written)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "window read", "level": "info", "stream": "acme/audit", "rows": 12}


def test_what_is_less_important_than_the_level_is_not_written() -> None:
    stream = io.StringIO()
    start_logs("warning", stream)
    logger().info("no")
    logger().warning("yes")

    assert [line["event"] for line in lines(stream)] == ["yes"]


def test_nothing_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    start_logs("info")
    logger().info("x")

    captured = capsys.readouterr()
    assert captured.out == ""
    assert '"event": "x"' in captured.err


@pytest.mark.parametrize(
    "value",
    [
        TOKEN,
        TOKEN.encode(),
        ValueError(TOKEN),
        [TOKEN, {"a": (TOKEN,)}],
        {TOKEN: 1},
        {"headers": {"Authorization": f"Bearer {TOKEN}"}},
        type("Secretive", (), {"__str__": lambda _self: TOKEN})(),
    ],
    ids=["text", "bytes", "error", "list", "key", "nested", "object"],
)
def test_a_token_is_hidden_in_whatever_is_logged(written: io.StringIO, value: object) -> None:
    logger().debug("x", value=value)

    assert "CANARY" not in written.getvalue()
    assert HIDDEN in written.getvalue()


def test_a_token_is_hidden_in_the_message(written: io.StringIO) -> None:
    logger().error(f"refused {TOKEN}")

    assert lines(written)[0]["event"] == f"refused {HIDDEN}"


def test_a_token_is_hidden_in_tracebacks(written: io.StringIO) -> None:
    try:
        refuse()
    except RuntimeError:
        logger().exception("failed", token=TOKEN)

    assert "Traceback" in lines(written)[0]["exception"]
    assert "CANARY" not in written.getvalue()


def test_a_secret_that_was_read_is_hidden_though_it_looks_like_none(written: io.StringIO) -> None:
    hide('open "sesame"')
    logger().debug("x", value=['it is open "sesame"!'])

    assert lines(written)[0]["value"] == [f"it is {HIDDEN}!"]


def test_warnings_of_libraries_are_logged(written: io.StringIO) -> None:
    logging.getLogger("httpcore").warning("a %s", TOKEN)
    logging.getLogger("httpcore").info("headers %s", TOKEN)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"old {TOKEN}", stacklevel=1)

    found = lines(written)
    assert [line["library"] for line in found] == ["httpcore", "py.warnings"]
    assert found[0]["event"] == f"a {HIDDEN}"
    assert "CANARY" not in written.getvalue()


def test_people_get_lines_without_json() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    start_logs("info", stream)
    try:
        refuse()
    except RuntimeError:
        logger().exception("failed", part="acme/audit")

    assert "failed" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
    assert "CANARY" not in stream.getvalue()
