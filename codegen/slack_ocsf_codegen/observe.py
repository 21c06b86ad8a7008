"""Print the functions that list the observables of an event, one for each OCSF object."""

from collections.abc import Iterable

from slack_ocsf_codegen.branches import Lines, indented
from slack_ocsf_codegen.ir import Attribute, Ocsf, OcsfObject
from slack_ocsf_codegen.names import identifier
from slack_ocsf_codegen.reach import Reach, is_observed


def observer(name: str) -> str:
    """Return the name of the function that lists the observables of an OCSF object."""
    return f"observe_{identifier(name)}"


def object_statements(ocsf: Ocsf, name: str, objects: Reach, found: tuple[str, ...]) -> Lines:
    """Return the body of `observe_<object>(name, value, found)`."""
    body = ocsf.objects[name]
    lines: Lines = []
    for attribute in _observed(body, objects[name], found):
        lines += _member(ocsf, attribute, "value", f"{{name}}.{attribute.name}")
    return lines


def event_statements(
    ocsf: Ocsf, body: OcsfObject, attributes: Iterable[str], found: tuple[str, ...]
) -> Lines:
    """Return the statements that list the observables of an event of one class."""
    lines: Lines = []
    for attribute in _observed(body, attributes, found):
        lines += _member(ocsf, attribute, "event", attribute.name)
    if not lines:
        return []
    return [
        "observables: list[Event] = []",
        *lines,
        "if observables:",
        '    event["observables"] = observables',
    ]


def _observed(
    body: OcsfObject, attributes: Iterable[str], found: tuple[str, ...]
) -> list[Attribute]:
    return [body.attributes[name] for name in sorted(attributes) if is_observed(body, name, found)]


def _member(ocsf: Ocsf, attribute: Attribute, holder: str, path: str) -> Lines:
    name = attribute.name
    if not attribute.is_array:
        value = f"{holder}[{name!r}]"
        test = f"{name!r} in {holder}{_short_enough(ocsf, attribute, value)}"
        return [f"if {test}:", *indented([_observe(ocsf, attribute, path, value)])]
    line = _observe(ocsf, attribute, path + "[{index}]", "item")
    loop = f"for index, item in enumerate({holder}.get({name!r}, ())):"
    return [loop, *indented([line])]


def _short_enough(ocsf: Ocsf, attribute: Attribute, value: str) -> str:
    """Where strings have a limit, the value of an observable has it too; types may have none."""
    most = ocsf.types["string_t"].max_len
    data_type = ocsf.types.get(attribute.type)
    if most is None or data_type is None or data_type.base != "string_t":
        return ""
    return f" and len({value}) <= {most}"


def _observe(ocsf: Ocsf, attribute: Attribute, path: str, value: str) -> str:
    name = f'f"{path}"' if "{" in path else f'"{path}"'
    if attribute.observable is None:
        return f"{observer(attribute.object_type or '')}({name}, {value}, observables)"
    number = attribute.observable
    caption = ocsf.observables[number]
    if ocsf.types[attribute.type].base != "string_t":
        value = f"str({value})"
    return (
        f'observables.append({{"name": {name}, "type_id": {number}, "type": {caption!r},'
        f' "value": {value}}})'
    )
