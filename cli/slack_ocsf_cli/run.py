"""Start a command and end it as the contract says.

Imports no click until it runs, so that Ctrl-C during imports already ends as it should.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn, TextIO

from slack_ocsf_cli.failures import CannotDo, Failed
from slack_ocsf_cli.redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    import click

    from slack_ocsf_cli.commands import Commands

_USAGE = 2
_INTERRUPTED = 128 + 2  # as a shell shows SIGINT
_TERMINATED = 128 + 15  # as a shell shows SIGTERM
_CLOSED_PIPE = 128 + 13  # as a shell shows SIGPIPE


def run(commands: Callable[[], Commands]) -> NoReturn:
    """Run a command with the arguments of this process and leave with its exit status.

    Args:
        commands: Imports what it needs and returns the group.
    """
    interrupted = _INTERRUPTED

    def end(number: int, frame: FrameType | None) -> None:
        """Do as for Ctrl-C, so that what is open gets closed and unfinished files go."""
        nonlocal interrupted
        interrupted = _TERMINATED
        on_interrupt = signal.getsignal(signal.SIGINT)
        if not callable(on_interrupt):  # a shell starts what is behind `&` with SIGINT ignored
            raise KeyboardInterrupt
        on_interrupt(number, frame)

    signal.signal(signal.SIGTERM, end)
    try:
        status = _flushed(_status(commands))
    except KeyboardInterrupt:
        status = _INTERRUPTED
    # Nothing is left to interrupt; a second Ctrl-C would only print a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if status == _INTERRUPTED:
        _tell("interrupted")
        status = _flushed(interrupted)
    sys.exit(status)


def colour() -> bool | None:
    """Tell what the environment says about colour: yes, no, or None for "ask the terminal"."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return False if os.environ.get("TERM") == "dumb" else None


def _status(commands: Callable[[], Commands]) -> int:
    """Run the command and turn what it raises into an exit status."""
    group: Commands | None = None
    try:
        group = commands()
        return group.start(sys.argv[1:])
    except BrokenPipeError:
        return _CLOSED_PIPE
    except Exception as error:  # noqa: BLE001 - no traceback reaches the user, whatever happens
        return _report(error, debug=group.debug if group else "--debug" in sys.argv)


def _report(error: Exception, *, debug: bool) -> int:
    import click

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        return _INTERRUPTED
    if isinstance(error, click.UsageError):
        _tell_usage(error)
        return _USAGE
    if debug:
        import traceback

        _tell("".join(traceback.format_exception(error)).rstrip())
    return _tell_failure(error)


def _tell_failure(error: Exception) -> int:
    from click import ClickException

    if isinstance(error, Failed):
        if str(error):
            _tell_error(str(error))
        return error.exit_code
    if isinstance(error, ClickException):
        _tell_error(error.format_message())
    elif isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename is not None else ""
        _tell_error(f"{place}{error.strerror}")
    else:
        fact = " ".join(f"{type(error).__name__}: {error}".split())
        _tell_error(f"unexpected {fact} (put --debug before the command's name for the traceback)")
    return CannotDo.exit_code


def _tell_usage(error: click.UsageError) -> None:
    if type(error).__name__ == "NoArgsIsHelpError":  # a nested group alone; new in click 8.2
        error.show()
        return
    if error.ctx is not None:
        _tell(error.ctx.get_usage())
        _tell(f"Try '{error.ctx.command_path} --help' for help.\n")
    _tell_error(error.format_message() + _variable_at_fault(error))


def _variable_at_fault(error: click.UsageError) -> str:
    """Name the variable that a wrong value is from; click does so only from 8.2 on."""
    from click import BadParameter
    from click.core import ParameterSource

    if not isinstance(error, BadParameter) or error.ctx is None or error.param is None:
        return ""
    variable, name = error.param.envvar, error.param.name
    if not isinstance(variable, str) or variable in error.format_message() or name is None:
        return ""
    is_at_fault = error.ctx.get_parameter_source(name) is ParameterSource.ENVIRONMENT
    return f" (in {variable})" if is_at_fault else ""


def _tell_error(message: str) -> None:
    from click import style

    _tell(f"{style('error:', fg='red', bold=True)} {message}")


def _tell(message: str) -> None:
    """Write to standard error, and care no more when nobody can read it."""
    from click import echo

    try:
        echo(redacted(message), err=True, color=colour())
    except OSError:
        _silence(sys.stderr)


def _flushed(status: int) -> int:
    """Flush both streams now: at interpreter shutdown a failure would be a traceback."""
    if sys.stderr is not None:
        try:
            sys.stderr.flush()
        except OSError:
            _silence(sys.stderr)
    if sys.stdout is None:
        return status
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
        return status or _CLOSED_PIPE
    except OSError as error:
        _silence(sys.stdout)
        _tell_error(f"standard output: {error.strerror}")
        return status or CannotDo.exit_code
    return status


def _silence(stream: TextIO | None) -> None:
    """Point a stream that nobody reads at nothing, so that what it still buffers goes quietly."""
    if stream is not None:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
