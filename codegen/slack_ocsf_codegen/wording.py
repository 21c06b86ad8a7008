"""Print a sentence: a variable for each part that may be missing, and one string of all."""

from collections.abc import Callable
from dataclasses import dataclass

from slack_ocsf_codegen.branches import Lines
from slack_ocsf_codegen.ir import Part, Path, Sentence
from slack_ocsf_codegen.sources import Place, Sources


def said(place: Place, function: str) -> str:
    """The test that binds `v` to a string that says something; only what is none is converted."""
    read = place.read
    if place.type == "string":
        return f"(v := {read})"
    return f"(v := {read}) is not None and (type(v) is str or (v := {function}(v))) and v"


@dataclass(frozen=True, slots=True)
class Wording:
    """Prints the sentences of one function.

    Attributes:
        sources: What it reads.
        variable: Returns a name like the one given that the function has not used yet.
    """

    sources: Sources
    variable: Callable[[str], str]

    def lines(self, sentence: Sentence) -> Lines:
        """Return the statements that bind `v` to a sentence, empty where nothing is left of it."""
        lines: Lines = []
        texts = [self._text(part, lines) for part in sentence.parts]
        lines += [
            f'v = {_string("".join(texts))}.strip(" ")',
            'if "  " in v:',
            "    v = squeezed(v)",
        ]
        if sentence.limit is not None:
            lines.append(f"v = v[:{sentence.limit}]")
        return lines

    def _text(self, part: Part, lines: Lines) -> str:
        """What stands for a part in the string of all, after statements that are added."""
        if not part.optional:
            return "".join(self._piece(piece, lines) for piece in part.pieces)
        name = self.variable("part")
        read = [piece for piece in part.pieces if isinstance(piece, Path)]
        if len(read) == 1 and read[0].given != "action":
            test = said(self.sources.place(read[0]), "words")
            lines.append(f'{name} = {_filled(part)} if {test} else ""')
        else:
            pieces = ", ".join(map(self._whole, part.pieces))
            lines.append(f"{name} = whole({pieces})")
        return f"{{{name}}}"

    def _piece(self, piece: str | Path, lines: Lines) -> str:
        if isinstance(piece, str):
            return _escaped(piece)
        if piece.given == "action":
            return "{action}"
        if piece.given == "filled":
            return f"{{{self.sources.place(piece).read}}}"
        name = self.variable("word")
        lines.append(f"{name} = {self._whole(piece)}")
        return f"{{{name}}}"

    def _whole(self, piece: str | Path) -> str:
        if isinstance(piece, str):
            return repr(piece)
        return "action" if piece.given == "action" else f"words({self.sources.place(piece).read})"


def _filled(part: Part) -> str:
    """The f-string of a part whose one path is at `v`."""
    pieces = (_escaped(one) if isinstance(one, str) else "{v}" for one in part.pieces)
    return _string("".join(pieces))


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _string(text: str) -> str:
    """An f-string of variables and literal text."""
    return f"f{text!r}"
