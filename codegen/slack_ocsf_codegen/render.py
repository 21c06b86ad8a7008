"""Print a plan: every file, before formatting. Nothing here can fail on a checked plan."""

from collections.abc import Iterable, Mapping

from jinja2 import Environment

from slack_ocsf_codegen import conversions
from slack_ocsf_codegen.catalogue import used_classes
from slack_ocsf_codegen.cells.functions import CellMappers
from slack_ocsf_codegen.cells.tree import column_trees
from slack_ocsf_codegen.cells.view import cell_files
from slack_ocsf_codegen.checks import checks_view
from slack_ocsf_codegen.columns import columns_view, views_view
from slack_ocsf_codegen.coverage import coverage_view
from slack_ocsf_codegen.ir import DataType, MappedAction, OcsfClass, Plan
from slack_ocsf_codegen.layout import File, laid_out, templates
from slack_ocsf_codegen.mappers import MapperModule, mapper_module
from slack_ocsf_codegen.model_names import class_name
from slack_ocsf_codegen.model_schemas import row_name
from slack_ocsf_codegen.models import constraint_rows
from slack_ocsf_codegen.object_functions import converters, objects_view
from slack_ocsf_codegen.observe import Observing, observer
from slack_ocsf_codegen.reach import observed, reachable
from slack_ocsf_codegen.usual.functions import UsualMappers
from slack_ocsf_codegen.usual.structs import usual_structs
from slack_ocsf_codegen.usual.view import imported_of_usual, usual_files


def render(plan: Plan, package: str) -> dict[str, str]:
    """Return the text of every module that templates lay out, by its path in the package."""
    environment = templates()
    texts = {
        path: laid_out(environment, template, {"package": package, **view})
        for path, template, view in (*_package(plan), *_mappers(plan, environment))
    }
    return {**texts, "py.typed": ""}


def render_coverage(plan: Plan, cloudwatch: Mapping[str, int]) -> str:
    """Return the page that says what becomes of each action.

    Args:
        plan: The plan.
        cloudwatch: The class uid that AWS CloudWatch gives to an action.
    """
    return laid_out(templates(), "coverage.md.jinja", coverage_view(plan, cloudwatch))


def render_views(plan: Plan, package: str) -> str:
    """Return the SQL script of views over a lake of events."""
    return laid_out(templates(), "views.sql.jinja", views_view(plan, package))


def _package(plan: Plan) -> Iterable[File]:
    used = used_classes(plan, plan.lines)
    version = plan.ocsf.version
    names = [class_name(ocsf_class.name) for ocsf_class in used]
    of_slack = sorted(["Entry", *map(row_name, plan.slack.logs)])
    yield (
        "__init__.py",
        "package.py.jinja",
        {
            "version": version,
            "mapping_version": plan.version,
            "longest_string": plan.ocsf.types["string_t"].max_len or "2**63 - 1",
            "logs": plan.logs,
        },
    )
    yield "checks.py", "checks.py.jinja", checks_view(plan)
    yield "columns.py", "columns.py.jinja", columns_view(plan)
    yield (
        "models/__init__.py",
        "models.py.jinja",
        {
            "version": version,
            "models": sorted(names),
            "exported": sorted([*names, *of_slack]),
            "of_slack": of_slack,
            "classes": [{"uid": one.uid, "name": class_name(one.name)} for one in used],
        },
    )
    yield (
        "models/checked.py",
        "checked.py.jinja",
        {
            "version": version,
            "constraints": constraint_rows(plan),
        },
    )


def _mappers(plan: Plan, environment: Environment) -> Iterable[File]:
    version = plan.ocsf.version
    classes, objects = reachable(plan)
    observing = Observing(plan.ocsf, classes, objects, observed(plan.ocsf, objects))
    found = observing.called()
    by_class = {
        ocsf_class.name: _actions_of(plan, ocsf_class)
        for ocsf_class in used_classes(plan, (*plan.actions, plan.otherwise))
    }
    modules = [
        mapper_module(plan, plan.ocsf.classes[name], actions, observing)
        for name, actions in by_class.items()
    ]
    of_logs = [
        mapper_module(
            plan,
            plan.ocsf.classes[log.default.ocsf_class],
            [*log.lines, log.default],
            observing,
            log.log,
        )
        for log in plan.logs
    ]
    yield (
        "mapping/__init__.py",
        "mapping.py.jinja",
        {
            "version": version,
            "module_names": ", ".join(sorted(module.name for module in (*modules, *of_logs))),
            "modules": [module.name for module in modules],
            "logs": plan.logs,
            "not_yet_mapped": sorted(plan.not_yet_mapped),
            "longest_action": conversions.LONGEST_ACTION,
        },
    )
    fit = {"version": version, "patterns": [_pattern(one) for one in _patterns(plan)]}
    fit_names = _public_names(laid_out(environment, "fit.py.jinja", fit))
    yield "mapping/fit.py", "fit.py.jinja", fit
    yield "mapping/objects.py", "objects.py.jinja", objects_view(plan, fit_names)
    yield (
        "mapping/observables.py",
        "observables.py.jinja",
        {
            "version": version,
            "functions": [
                {
                    "name": observer(name),
                    "object": name,
                    "lines": observing.object_statements(name),
                }
                for name in found
            ],
        },
    )
    imported = {
        "fit_names": fit_names,
        "object_names": ", ".join(converters(plan)),
        "observable_names": ", ".join(map(observer, found)),
    }
    for module in modules:
        yield _mapper(plan, module, imported, "Slack actions")
    for module in of_logs:
        yield _mapper(plan, module, imported, f"Rows of Slack's {module.name} logs")
    mappers = UsualMappers(plan, usual_structs(plan.slack), observing)
    usual = [mappers.module(module, by_class[module.name]) for module in modules]
    in_cells = CellMappers(mappers, column_trees(plan))
    cells = [in_cells.module(module, by_class[module.name]) for module in modules]
    yield from usual_files(mappers, usual, imported)
    yield from cell_files(in_cells, cells, {**imported, **imported_of_usual(mappers)})


def _mapper(plan: Plan, module: MapperModule, imported: Mapping[str, str], mapped: str) -> File:
    ocsf_class = module.ocsf_class
    view = {
        "version": plan.ocsf.version,
        "mapped": mapped,
        "caption": ocsf_class.caption,
        "uid": ocsf_class.uid,
        "name": ocsf_class.name,
        **imported,
        "lookups": module.lookups,
        "constants": module.constants,
        "functions": module.functions,
        "rows": module.rows,
    }
    return f"mapping/{module.name}.py", "mapper.py.jinja", view


def _actions_of(plan: Plan, ocsf_class: OcsfClass) -> list[MappedAction]:
    """The actions of a class; the fallback stands among them without a name."""
    return [
        action for action in (*plan.actions, plan.otherwise) if action.ocsf_class == ocsf_class.name
    ]


def _patterns(plan: Plan) -> list[DataType]:
    return [one for one in plan.ocsf.types.values() if conversions.is_pattern(one)]


def _pattern(data_type: DataType) -> dict[str, object]:
    """The guard of one type: OCSF's own pattern, and a real parse where that is too loose."""
    name = conversions.guard_name(data_type.name)
    regex = data_type.regex or "."
    pieces = [repr(regex[start : start + 72]) for start in range(0, len(regex), 72)]
    tests = ['value[-1:] != "\\n"']
    if data_type.max_len is not None:
        tests.append(f"len(value) <= {data_type.max_len}")
    tests.append(f"_{name.upper()}.search(value) is not None")
    if conversions.is_remembered(data_type):
        tests.append(f"parses_as_{name}(value)")
    return {
        "name": name,
        "type": data_type.name,
        "constant": name.upper(),
        "pieces": pieces,
        "test": " and ".join(tests),
        "known": conversions.known_constant(data_type)
        if conversions.is_remembered(data_type)
        else None,
    }


def _public_names(module: str) -> str:
    """What a mapper may import of `fit`: its functions, types and constants."""
    lines = [line.split("(")[0].split(":")[0].split(" ") for line in module.splitlines()]
    names = [words[1] for words in lines if words[0] in {"def", "class"} and len(words) > 1]
    assigned = ["Event", "Mapper", "Members", "NOTHING", "Row"]
    assigned += [words[0] for words in lines if words[0].startswith("KNOWN_")]
    return ", ".join(sorted(name for name in (*names, *assigned) if not name.startswith("_")))
