"""What the generator's errors mean for whoever called a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from slack_ocsf_cli import CannotDo, Misconfigured
from slack_ocsf_codegen.errors import (
    GeneratorError,
    MappingErrors,
    TableUnreadable,
    UnknownVersion,
)
from slack_ocsf_codegen.pull.failed import PullFailed, PullMisused


@contextmanager
def failures_of_a_command() -> Iterator[None]:
    """Turn the errors of what runs inside into those of a command.

    Raises:
        Misconfigured: The table is wrong, or what was asked for does not exist.
        CannotDo: A schema, the network or a tool is at fault.
    """
    try:
        yield
    except MappingErrors as error:
        count = len(error.mistakes)
        raise Misconfigured(f"{count} mistake{'s' if count != 1 else ''}\n{error}") from error
    except (TableUnreadable, UnknownVersion, PullMisused) as error:
        raise Misconfigured(str(error)) from error
    except (GeneratorError, PullFailed) as error:
        raise CannotDo(str(error)) from error
