"""What the templates of the package's `cells/` lay out."""

from collections.abc import Iterable, Mapping

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.cells.functions import CellFunction, CellMappers, CellModule
from slack_ocsf_codegen.cells.tree import Tree, type_at
from slack_ocsf_codegen.layout import File
from slack_ocsf_codegen.observe import Place

#: Bytes of a line: what reads lines takes none that are much longer.
_LONGEST = 65_535


def cell_files(
    mappers: CellMappers, modules: Iterable[CellModule], imported: Mapping[str, str]
) -> Iterable[File]:
    """Yield the path, the template and the view of each module; none without mappers.

    Args:
        mappers: What printed them.
        modules: The mappers.
        imported: What a mapper may import of `mapping/` and `usual/`.
    """
    plan = mappers.usual.plan
    filled = [module for module in modules if module.functions]
    if not filled:
        return
    version = plan.ocsf.version
    longest = min(_LONGEST, plan.ocsf.types["string_t"].max_len or _LONGEST)
    yield (
        "cells/__init__.py",
        "cells.py.jinja",
        {
            "version": version,
            "modules": [module.of_dicts.name for module in filled],
            "longest_action": conversions.LONGEST_ACTION,
        },
    )
    yield "cells/line.py", "cells_line.py.jinja", {"longest": longest}
    for module in filled:
        ocsf_class = module.of_dicts.ocsf_class
        yield (
            f"cells/{module.of_dicts.name}.py",
            "cells_mapper.py.jinja",
            {
                "version": version,
                "caption": ocsf_class.caption,
                "uid": ocsf_class.uid,
                **imported,
                "lookups": module.lookups,
                "cells": {
                    dotted(place): _type(mappers.trees[ocsf_class.name], place)
                    for place in module.places
                },
                "observed": [(dotted(one.place), one.type_id, one.type) for one in module.observed],
                "functions": [_function(one, module.places) for one in module.functions],
            },
        )


def _function(one: CellFunction, places: Iterable[Place]) -> dict[str, object]:
    cells = one.cells
    return {
        "name": one.name,
        "lines": one.lines,
        "values": [one.values.get(place, "None") for place in places],
        "literals": {dotted(place): value for place, value in sorted(cells.literals.items())},
        "own": {dotted(place): name for place, name in sorted(cells.own.items())},
    }


def _type(tree: Tree, place: Place) -> str:
    found = type_at(tree, place)
    return found if isinstance(found, str) else "list"


def dotted(place: Place) -> str:
    """Return a place as observables have it for a name."""
    return ".".join(place)
