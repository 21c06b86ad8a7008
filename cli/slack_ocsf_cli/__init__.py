"""The one contract of every command of this project.

    0    fine
    1    findings: rejects, drift, stale files
    2    usage or configuration
    3    could not do it: network, unreadable input, anything unexpected
    130  Ctrl-C, 143 SIGTERM; unfinished files are removed in both cases
    141  the reader of our output went away (`... | head`), as for any filter that SIGPIPE
         ends; not 0, because not everything was delivered

Data alone goes to standard output, everything else to standard error. `NO_COLOR`, `FORCE_COLOR`
and `TERM=dumb` decide about colour (in this order) before the terminal does. There is no
traceback without `--debug`. Every option has an environment variable.

A command is built and started like this:

    def commands() -> Commands:
        from slack_ocsf_cli.commands import Commands  # imports belong here: they can be long

        group = Commands("slack-ocsf", "What it does.")
        group.add_command(some_click_command)
        return group

    def main() -> NoReturn:
        run(commands)

`Commands` is a `click.Group` that brings `--version`, `--debug`, `completion` and the variables;
`run` starts it, turns whatever it raises into one line and a status, and never returns. Inside a
command, raise:

    Failed
    +-- Findings       1   the text may be empty when the output said it already
    +-- Misconfigured  2   a wrong file or combination; for options, click.UsageError does
    +-- CannotDo       3   catch OSError of the network yourself: a BrokenPipeError that
                           reaches `run` is taken for our own closed output
"""

from slack_ocsf_cli.failures import CannotDo, Failed, Findings, Misconfigured
from slack_ocsf_cli.run import colour, run

__all__ = ["CannotDo", "Failed", "Findings", "Misconfigured", "colour", "run"]
