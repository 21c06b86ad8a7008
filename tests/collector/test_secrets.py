"""Secrets are read from where they are kept, and nothing tells them."""

import sys
from pathlib import Path

import pytest

from slack_ocsf_cli.redaction import HIDDEN, redacted
from slack_ocsf_collector.failures import TokenRefused
from slack_ocsf_collector.settings.secrets import exposure, read_secret, token_reader
from slack_ocsf_collector.settings.settings import Organization, SecretSource

PYTHON = sys.executable


def command(code: str) -> SecretSource:
    return SecretSource(command=(PYTHON, "-c", code))


def test_a_variable_is_read_without_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_TOKEN", " xoxp-1\n")

    assert read_secret(SecretSource(variable="A_TOKEN")) == "xoxp-1"


def test_a_file_is_read_without_blanks(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("xoxp-2\n")

    assert read_secret(SecretSource(file=tmp_path / "t")) == "xoxp-2"


def test_the_first_line_of_a_command_is_read() -> None:
    assert read_secret(command("print('xoxp-3\\nlogin: ada')")) == "xoxp-3"


def test_no_shell_reads_a_command() -> None:
    source = SecretSource(command=(PYTHON, "-c", "import sys; print(sys.argv[1])", "$HOME;x"))

    assert read_secret(source) == "$HOME;x"


def test_a_secret_is_read_anew_each_time(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("xoxp-old")
    read = token_reader(Organization("acme", SecretSource(file=tmp_path / "t")))
    before = read()
    (tmp_path / "t").write_text("xoxp-new")

    assert (before, read()) == ("xoxp-old", "xoxp-new")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import sys; print('CANARY'); print('CANARY', file=sys.stderr); sys.exit(3)", "status 3"),
        ("import sys; sys.stdout.buffer.write(b'CANARY\\xff')", "gives characters beyond ASCII"),
        ("pass", "gives nothing"),
    ],
)
def test_a_command_that_fails_is_told_without_its_output(
    code: str, told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(TokenRefused, match=told) as caught:
        read_secret(command(code))

    assert "CANARY" not in "".join([str(caught.value), *capfd.readouterr()])
    assert caught.value.__context__ is None


def test_a_command_that_does_not_end_is_ended() -> None:
    with pytest.raises(TokenRefused, match=r"took more than 0\.2 s") as caught:
        read_secret(command("import time; print('CANARY', flush=True); time.sleep(60)"), 0.2)

    assert caught.value.__context__ is None


def test_a_program_that_is_not_there_is_told_without_its_arguments() -> None:
    with pytest.raises(TokenRefused, match="No such file") as caught:
        read_secret(SecretSource(command=("/no/such", "CANARY")))

    assert "CANARY" not in str(caught.value)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (SecretSource(variable="NO_SUCH_TOKEN"), "variable NO_SUCH_TOKEN is not set"),
        (SecretSource(file=Path("/no/such")), "file /no/such: No such file or directory"),
        (SecretSource(file=Path("/dev/null")), "file /dev/null gives nothing"),
    ],
)
def test_a_secret_that_is_not_there_is_told_with_its_place(source: SecretSource, told: str) -> None:
    with pytest.raises(TokenRefused, match=told):
        read_secret(source)


def test_the_reader_of_a_token_names_the_organization() -> None:
    read = token_reader(Organization("acme", SecretSource(variable="NO_SUCH_TOKEN")))

    with pytest.raises(TokenRefused, match="token of acme: variable NO_SUCH_TOKEN is not set"):
        read()


@pytest.mark.parametrize(("mode", "is_open"), [(0o644, True), (0o640, False), (0o600, False)])
def test_a_file_that_everybody_can_read_is_warned_of(
    tmp_path: Path, mode: int, *, is_open: bool
) -> None:
    file = tmp_path / "t"
    file.touch(mode)
    file.chmod(mode)

    assert ("can be read by everybody" in exposure(SecretSource(file=file))) is is_open


def test_what_was_read_is_hidden_in_any_message(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("sesame-open")
    read_secret(SecretSource(file=tmp_path / "t"))

    assert redacted("it is sesame-open.") == f"it is {HIDDEN}."


@pytest.mark.parametrize(
    "token", ["xoxp-1-CANARY", "xoxb-CANARY", "xoxe.xoxp-1-CANARY", "xapp-1-CANARY", "xoxc-CANARY"]
)
@pytest.mark.parametrize("around", ["{}", "Bearer {} x", "a={}&b", '{{"a": "{}"}}', "'{}',", "/{}"])
def test_tokens_of_slack_are_hidden_wherever_they_stand(token: str, around: str) -> None:
    assert redacted(around.format(token)) == around.format(HIDDEN)


def test_other_words_stay() -> None:
    text = "the app xox, boxp-1 and a xoxo"

    assert redacted(text) == text
