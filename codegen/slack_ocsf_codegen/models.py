"""Make the Pydantic models: a JSON Schema of OCSF and one of Slack's entries, in; Python, out."""

from collections.abc import Iterable, Mapping

from slack_ocsf_codegen.errors import GenerationFailed
from slack_ocsf_codegen.ir import Constraint, OcsfObject, Plan
from slack_ocsf_codegen.layout import laid_out, templates
from slack_ocsf_codegen.model_names import class_name
from slack_ocsf_codegen.model_schemas import entry_schema, ocsf_schema
from slack_ocsf_codegen.reach import reachable


def render_models(plan: Plan, package: str) -> dict[str, str]:
    """Return the model modules by their paths in the package, before formatting."""
    return {
        "models/ocsf.py": _generated(
            ocsf_schema(plan),
            base_class=f"{package}.models.checked.Checked",
            doc=f"The classes and objects of OCSF {plan.ocsf.version} that the mappers make.",
        ),
        "models/slack.py": _generated(
            entry_schema(plan.slack),
            base_class="pydantic.BaseModel",
            doc="Entries of Slack's audit logs; members that are not known here are kept.",
        ),
    }


def _generated(schema: Mapping[str, object], *, base_class: str, doc: str) -> str:
    banner = laid_out(templates(), "banner.jinja", {})
    # imported here: reading the schemas and checking a table need none of its weight
    from datamodel_code_generator import InputFileType, generate
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import PythonVersion
    from datamodel_code_generator.parser import LiteralType

    text = generate(
        dict(schema),
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        base_class=base_class,
        custom_file_header=f'{banner}"""{doc}"""\n',
        disable_timestamp=True,
        enum_field_as_literal=LiteralType.All,
        field_constraints=True,
        formatters=[],
        skip_root_model=True,
        use_annotated=True,
        use_attribute_docstrings=True,
        use_field_description=True,
        use_schema_description=True,
        use_standard_collections=True,
        use_union_operator=True,
    )
    if not isinstance(text, str):
        raise GenerationFailed("datamodel-code-generator made no single module")
    return text


def constraint_rows(plan: Plan) -> list[dict[str, str]]:
    """Return each model's constraints over the attributes that it has, as printed."""
    classes, objects = reachable(plan)
    bodies: Iterable[tuple[OcsfObject, frozenset[str]]] = [
        *((plan.ocsf.classes[name].body, reach) for name, reach in classes.items()),
        *((plan.ocsf.objects[name], reach) for name, reach in objects.items()),
    ]
    rows = [
        {"model": class_name(body.name), "groups": repr(groups)}
        for body, reach in bodies
        if (groups := tuple(_group(one, reach) for one in body.constraints))
    ]
    return sorted(rows, key=lambda row: row["model"])


def _group(constraint: Constraint, reach: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    return constraint.kind, tuple(name for name in constraint.attributes if name in reach)
