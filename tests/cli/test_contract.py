"""The contract of every command, kept by a command that is started as a process."""

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

TRIAL = [sys.executable, str(Path(__file__).with_name("trial_command.py"))]
PLAIN = {
    name: value
    for name, value in os.environ.items()
    if name not in {"NO_COLOR", "FORCE_COLOR", "TERM", "PYTHONUNBUFFERED"}
    and not name.startswith("SLACK_OCSF")
}
ESCAPE = "\x1b["


def trial(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TRIAL, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=PLAIN | variables,
        timeout=30,
    )


@pytest.mark.parametrize(
    ("end", "status", "told"),
    [
        ("well", 0, ""),
        ("findings", 1, "error: two files are stale\n"),
        ("silent-findings", 1, ""),
        ("misconfigured", 2, "error: mappings.toml:3: no such class\n"),
        ("cannot", 3, "error: https://example.com: no answer\n"),
        ("missing-file", 3, "error: there.json: No such file or directory\n"),
        ("click-exception", 3, "error: not so\n"),
        ("aborted", 130, "interrupted\n"),
    ],
)
def test_each_end_has_its_status_and_one_line(end: str, status: int, told: str) -> None:
    result = trial("end", end)

    assert (result.returncode, result.stdout, result.stderr) == (status, "data\n", told)


def test_a_surprise_is_one_line_that_names_debug() -> None:
    result = trial("end", "surprise")

    assert result.returncode == 3
    assert result.stderr == (
        "error: unexpected ZeroDivisionError: division by zero "
        "(put --debug before the command's name for the traceback)\n"
    )


@pytest.mark.parametrize("end", ["surprise", "cannot", "missing-file"])
def test_debug_shows_the_traceback_above_the_line(end: str) -> None:
    quiet, loud = trial("end", end), trial("--debug", "end", end)

    assert "Traceback" not in quiet.stderr
    assert loud.stderr.startswith("Traceback (most recent call last):\n")
    assert loud.stderr.splitlines()[-1].startswith("error: ")
    assert loud.returncode == quiet.returncode


def test_debug_has_a_variable() -> None:
    assert "Traceback" in trial("end", "cannot", SLACK_OCSF_DEBUG="1").stderr


@pytest.mark.parametrize(
    "arguments", [[], ["unheard-of"], ["end", "never"], ["write", "--lines", "x"], ["--nope"]]
)
def test_wrong_usage_is_2_and_leaves_standard_output_empty(arguments: list[str]) -> None:
    result = trial(*arguments)

    assert (result.returncode, result.stdout) == (2, "")
    assert "Usage: slack-ocsf" in result.stderr


def test_wrong_usage_says_how_to_get_help() -> None:
    lines = trial("write", "--lines", "x").stderr.splitlines()

    assert lines[:3] == [
        "Usage: slack-ocsf write [OPTIONS]",
        "Try 'slack-ocsf write --help' for help.",
        "",
    ]
    assert re.fullmatch(r"error: Invalid value for '--lines'.*'x' is not a valid.*", lines[3])


def test_a_nested_group_alone_shows_its_help() -> None:
    result = trial("nested")

    assert "Hold another command." in result.stderr + result.stdout
    assert "error:" not in result.stderr


def test_each_option_has_a_variable() -> None:
    assert trial("write", SLACK_OCSF_WRITE_LINES="3").stdout.count("line") == 3


def test_the_variable_is_named_by_the_option_as_typed() -> None:
    assert trial("write", SLACK_OCSF_WRITE_AS_TEXT="x").stdout == "line 0 x\n"


def test_options_of_nested_commands_have_variables() -> None:
    assert trial("nested", "inner", SLACK_OCSF_NESTED_INNER_WEB_ADDRESS="y").stdout == "y\n"


def test_help_names_the_variable() -> None:
    assert "[env var: SLACK_OCSF_WRITE_LINES; default: 1]" in trial("write", "--help").stdout


def test_an_option_wins_over_its_variable() -> None:
    assert trial("write", "--lines", "2", SLACK_OCSF_WRITE_LINES="3").stdout.count("line") == 2


def test_a_wrong_variable_is_wrong_usage_that_names_it() -> None:
    result = trial("write", SLACK_OCSF_WRITE_LINES="many")

    assert result.returncode == 2
    assert "SLACK_OCSF_WRITE_LINES" in result.stderr


def test_version_names_the_command_and_its_version() -> None:
    assert re.fullmatch(r"slack-ocsf, version \d+\.\d+\.\d+\S*\n", trial("--version").stdout)


def test_variables_do_not_reach_version_and_help() -> None:
    result = trial("end", "well", SLACK_OCSF_VERSION="9", SLACK_OCSF_HELP="yes")

    assert (result.returncode, result.stdout) == (0, "data\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(shell: str) -> None:
    result = trial("completion", shell)

    assert result.returncode == 0
    assert f"_SLACK_OCSF_COMPLETE={shell}_complete" in result.stdout


def test_the_completion_script_gets_names_of_commands() -> None:
    result = trial(_SLACK_OCSF_COMPLETE="bash_complete", COMP_WORDS="slack-ocsf wr", COMP_CWORD="1")

    assert (result.returncode, result.stdout) == (0, "plain,write\n")


def closed_pipe(*arguments: str) -> tuple[int, bytes]:
    """Run with a standard output that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [*TRIAL, *arguments], stdout=writing, stderr=subprocess.PIPE, env=PLAIN
    ) as process:
        os.close(writing)
        _, told = process.communicate(timeout=30)
        return process.returncode, told


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["write", "--lines", "100000"], id="while writing"),
        pytest.param(["write", "--lines", "1"], id="when flushed at the end"),
        pytest.param(["--help"], id="help"),
        pytest.param(["--version"], id="version"),
    ],
)
def test_a_closed_pipe_is_a_quiet_end(arguments: list[str]) -> None:
    assert closed_pipe(*arguments) == (141, b"")


def test_a_closed_pipe_does_not_hide_findings() -> None:
    assert closed_pipe("end", "silent-findings")[0] in {1, 141}


def test_head_leaves_nothing_on_standard_error(tmp_path: Path) -> None:
    told = tmp_path / "told"
    command = f"{TRIAL[0]} {TRIAL[1]} write --lines 100000 2>{told} | head -n 1"

    result = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, check=False, env=PLAIN, timeout=30
    )

    assert (result.stdout, told.read_text()) == (b"line 0 \n", "")


def test_standard_error_that_nobody_reads_makes_no_noise() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [*TRIAL, "end", "cannot"],
        stdout=subprocess.PIPE,
        stderr=writing,
        env=PLAIN,
        check=False,
        timeout=30,
    )
    os.close(writing)

    assert (result.returncode, result.stdout) == (3, b"data\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*TRIAL, "write"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=PLAIN,
            check=False,
            timeout=30,
        )

    assert result.returncode == 3
    assert result.stderr == "error: standard output: No space left on device\n"


def test_ctrl_c_is_130_without_a_traceback() -> None:
    with subprocess.Popen(
        [*TRIAL, "wait"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=PLAIN
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)

    assert (process.returncode, told) == (130, "interrupted\n")


def test_sigterm_is_143_also_behind_an_ampersand_where_sigint_is_ignored() -> None:
    behind = ["/bin/sh", "-c", 'trap "" INT; exec "$@"', "sh", *TRIAL, "wait"]
    with subprocess.Popen(
        behind, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=PLAIN
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=30)

    assert (process.returncode, told) == (143, "interrupted\n")


def test_ctrl_c_during_imports_is_130_without_a_traceback() -> None:
    code = (
        "import os, signal\n"
        "from slack_ocsf_cli import run\n"
        "run(lambda: os.kill(os.getpid(), signal.SIGINT))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30
    )

    assert (result.returncode, result.stderr) == (130, "interrupted\n")


def on_a_terminal(*arguments: str, **variables: str) -> str:
    """Return what is written to standard error when that is a terminal."""
    ours, theirs = pty.openpty()
    subprocess.run(
        [*TRIAL, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=PLAIN | variables,
        check=False,
        timeout=30,
    )
    os.close(theirs)
    told = os.read(ours, 10_000).decode()
    os.close(ours)
    return told


def test_errors_are_coloured_on_a_terminal() -> None:
    assert ESCAPE in on_a_terminal("end", "cannot")


def test_errors_are_plain_elsewhere() -> None:
    assert ESCAPE not in trial("end", "cannot").stderr


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_color_and_dumb_terminals_get_plain_errors(variables: dict[str, str]) -> None:
    assert ESCAPE not in on_a_terminal("end", "cannot", **variables)


def test_an_empty_no_color_means_nothing() -> None:
    assert ESCAPE in on_a_terminal("end", "cannot", NO_COLOR="")


@pytest.mark.parametrize("variables", [{}, {"TERM": "dumb"}])
def test_force_color_colours_what_is_no_terminal(variables: dict[str, str]) -> None:
    assert ESCAPE in trial("end", "cannot", FORCE_COLOR="1", **variables).stderr


def test_no_color_wins_over_force_color() -> None:
    assert ESCAPE not in trial("end", "cannot", FORCE_COLOR="1", NO_COLOR="1").stderr
