"""Settings as they were written: a file, and over it what variables and flags say."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from slack_ocsf_cli.redaction import redacted
from slack_ocsf_collector.settings.lines import lines_of
from slack_ocsf_collector.settings.mistakes import Mistake, SettingsWrong

if TYPE_CHECKING:
    from slack_ocsf_collector.settings.given import Given
    from slack_ocsf_collector.settings.mistakes import Path

Table = dict[str, Any]


@dataclass(frozen=True)
class Layers:
    """What was written, and where.

    Attributes:
        file: Name of the file; empty without one.
        text: What it holds.
        document: The same as values.
        given: Places of what does not come from the file.
        mistakes: What was found so far, and at which path.
    """

    file: str = ""
    text: str = ""
    document: Table = field(default_factory=dict)
    given: dict[Path, str] = field(default_factory=dict)
    mistakes: list[tuple[Path, Mistake]] = field(default_factory=list)

    def origin(self, path: Path) -> str:
        """Return where a value or the table around it was written; empty when nowhere."""
        for length in range(len(path), 0, -1):
            part = path[:length]
            if part in self.given:
                return self.given[part]
            if part in self._lines:
                return f"{self.file}:{self._lines[part]}"
        return ""

    def is_written(self, path: Path) -> bool:
        """Tell whether just this value was written."""
        return path in self.given or path in self._lines

    def wrong(self, path: Path, text: str) -> None:
        """Note a mistake, unless one is noted for the value or what is around it."""
        if not any(noted == path[: len(noted)] for noted, _ in self.mistakes):
            place = self.origin(path) or self.file or "settings"
            self.mistakes.append((path, Mistake(redacted(place), redacted(text))))

    @cached_property
    def _lines(self) -> dict[Path, int]:
        return lines_of(self.text)


def layers_of(config: Given | None) -> Layers:
    """Return the layer of a file, or an empty one without a file.

    Raises:
        SettingsWrong: The file cannot be read, or is no TOML.
    """
    if config is None:
        return Layers()
    name = config.value
    try:
        text = File(name).read_text(encoding="utf-8")
    except OSError as error:
        raise _wrong(config.place, f"{name}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise _wrong(name, f"not UTF-8 ({error.reason} at byte {error.start})") from None
    try:
        return Layers(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(name, text, str(error)) from None


def _not_toml(name: str, text: str, message: str) -> SettingsWrong:
    """`Cannot overwrite a value (at line 3, column 2)` -> `NAME:3: cannot overwrite a value`."""
    fact, _, place = message.partition(" (at ")
    line = place.removeprefix("line ").partition(",")[0]
    if not line.isdigit():  # "end of document"
        line = str(len(text.rstrip().splitlines()) or 1)
    return _wrong(f"{name}:{line}", f"not TOML: {fact[:1].lower()}{fact[1:]}")


def _wrong(place: str, text: str) -> SettingsWrong:
    return SettingsWrong([Mistake(place, text)])
