"""The templates, and how a view becomes a file."""

from collections.abc import Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from slack_ocsf_codegen.locate import locate

File = tuple[str, str, Mapping[str, object]]
"""The path of a file in the package, its template, and the view that this lays out."""


def templates() -> Environment:
    """Return the templates; a name that the view does not give is an error."""
    return Environment(
        loader=FileSystemLoader(locate("templates")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Python and Markdown, not HTML
    )


def laid_out(environment: Environment, template: str, view: Mapping[str, object]) -> str:
    """Return the text of one file."""
    return environment.get_template(template).render(view)
