"""Find the generator's own inputs: beside it in a wheel, at the root in a checkout."""

from pathlib import Path


def locate(name: str) -> Path:
    """Return the folder or file `name` (`templates`, `schemas`, `mappings.toml`) here."""
    here = Path(__file__).resolve().parent
    packaged = here / name
    return packaged if packaged.exists() else here.parents[1] / name


def project_input(project: Path, name: str) -> Path:
    """Return the project's own file `name` if it has one, else the generator's."""
    own = project / name
    packaged = locate(name)
    return packaged if packaged.exists() and not own.exists() else own
