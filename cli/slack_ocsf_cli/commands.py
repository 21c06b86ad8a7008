"""The click group that every command of this project is."""

from __future__ import annotations

import os

import click
from click.shell_completion import get_completion_class, shell_complete

from slack_ocsf_cli.failures import CannotDo
from slack_ocsf_cli.run import colour

_SHELLS = ("bash", "zsh", "fish")


class Commands(click.Group):
    """A group with `--version`, `--debug`, `completion` and a variable for each option.

    Args:
        name: As typed in a shell, such as "slack-ocsf"; its variables begin with `SLACK_OCSF_`.
        purpose: The first paragraphs of `--help`.
    """

    def __init__(self, name: str, purpose: str) -> None:
        self._typed = name
        self._variables = name.replace("-", "_").upper()
        super().__init__(
            name,
            help=purpose,
            params=[click.Option(["--debug"], is_flag=True, help="Show tracebacks of errors.")],
            callback=self._begin,
            context_settings={"help_option_names": ["-h", "--help"]},
        )
        click.version_option(package_name="slack-ocsf", prog_name=name)(self)
        self.debug = False
        self.add_command(self._completion())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Show the help when called with nothing, as a mistake of usage."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def start(self, arguments: list[str]) -> int:
        """Answer the shell's request for completions, or run the command.

        Returns:
            The exit status when nothing was raised.
        """
        _name_variables(self, self._variables)
        request = os.environ.get(self._completion_variable)
        if request:
            return shell_complete(self, {}, self._typed, self._completion_variable, request)
        with self.make_context(self._typed, arguments, color=colour()) as context:
            self.invoke(context)
        return 0

    @property
    def _completion_variable(self) -> str:
        return f"_{self._variables}_COMPLETE"

    def _begin(self, *, debug: bool) -> None:
        self.debug = debug

    def _completion(self) -> click.Command:
        """Build the command that prints what a shell needs to complete this one."""
        epilog = f'For bash: eval "$({self._typed} completion bash)"'

        @click.command("completion", epilog=epilog)
        @click.argument("shell", type=click.Choice(_SHELLS))
        def completion(shell: str) -> None:
            """Print the completion script for a shell."""
            form = get_completion_class(shell)
            if form is None:
                raise CannotDo(f"the installed click knows no completion for {shell}")
            script = form(self, {}, self._typed, self._completion_variable)
            click.echo(script.source(), nl=False)

        return completion


def _name_variables(command: click.Command, prefix: str) -> None:
    """Give each option its variable by name: click's automatic ones are missing in its errors."""
    for option in command.params:
        if isinstance(option, click.Option) and not option.is_eager:
            name = max(option.opts, key=len).strip("-").replace("-", "_").upper()
            option.envvar = option.envvar or f"{prefix}_{name}"
            option.show_envvar = True
    if isinstance(command, click.Group):
        for typed, inner in command.commands.items():
            _name_variables(inner, f"{prefix}_{typed.replace('-', '_').upper()}")
