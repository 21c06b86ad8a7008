"""Keep what is printed once for all mappers: what gathers the rest of objects, and kept dicts."""

from dataclasses import dataclass, field

from slack_ocsf_codegen.branches import Lines
from slack_ocsf_codegen.usual.parts import Parts


@dataclass(frozen=True, slots=True)
class Gathering:
    """The functions that were asked for.

    Attributes:
        names: By their parameters and statements, what each is called.
        parts: The objects that are kept from event to event, here and in mappers.
    """

    names: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = field(default_factory=dict)
    parts: Parts = field(default_factory=Parts)

    def call(self, name: str, parameters: dict[str, str], lines: Lines) -> str:
        """Return the call of the function that these statements are, a new one or one before.

        Args:
            name: The variable of the object.
            parameters: The types of the variables that the statements read.
            lines: The statements; the last returns what was left.
        """
        printed = tuple(f"{one}: {of_type}" for one, of_type in parameters.items())
        number = sum(known.startswith(f"left_of_{name}") for known in self.names.values())
        new = f"left_of_{name}" if not number else f"left_of_{name}_{number + 1}"
        function = self.names.setdefault((printed, tuple(lines)), new)
        return f"{function}({', '.join(parameters)})"

    def functions(self) -> list[dict[str, object]]:
        """Return the view of the functions."""
        return [
            {"name": name, "parameters": ", ".join(parameters), "lines": lines}
            for (parameters, lines), name in self.names.items()
        ]
