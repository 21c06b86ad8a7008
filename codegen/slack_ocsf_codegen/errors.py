"""What can go wrong in the generator. Every error reads as one sentence for a person.

GeneratorError
├── MappingErrors      the table has mistakes (all of them, with their lines)
├── TableUnreadable    the table is no TOML
├── UnknownVersion     there is no such version of OCSF
├── SchemaUnreadable   a vendored schema is missing or not in its form
└── GenerationFailed   a tool that the generator runs refused
"""

from slack_ocsf_codegen.ir import Mistake


class GeneratorError(Exception):
    """Anything that keeps the generator from its result."""


class MappingErrors(GeneratorError):
    """The table's mistakes, in the order of their lines."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(map(str, mistakes)))


class TableUnreadable(GeneratorError):
    """The table is missing or is no TOML."""


class UnknownVersion(GeneratorError):
    """There is no such version of OCSF."""


class SchemaUnreadable(GeneratorError):
    """A vendored schema is missing or not in the form expected."""


class GenerationFailed(GeneratorError):
    """A tool that the generator runs refused its input."""
