"""The columns that the generator prints: their types, and what has no end or no shape."""

from dataclasses import replace

import pytest

from slack_ocsf_codegen.columns import Columns, columns_view
from slack_ocsf_codegen.ir import Attribute, OcsfObject, Plan
from slack_ocsf_codegen.render import render_views
from small_table import TABLE, plan


def types_of(name: str, made: Plan) -> dict[str, str]:
    """Return the printed types of a class or object."""
    view = columns_view(made)
    both = [*view["objects"], *view["classes"]]  # type: ignore[misc]
    (found,) = (one for one in both if isinstance(one, Columns) and one.name == name)
    return dict(found.types)


def with_user(**attributes: Attribute) -> Plan:
    """Return a plan whose OCSF has other attributes of the object user, those of TABLE filled."""
    made = plan(TABLE)
    user = made.ocsf.objects["user"]
    body = OcsfObject("user", user.caption, {**user.attributes, **attributes})
    return replace(made, ocsf=replace(made.ocsf, objects={**made.ocsf.objects, "user": body}))


def test_class_has_what_the_table_fills_and_what_every_event_has() -> None:
    types = types_of("authentication", plan(TABLE))
    assert {"service", "user", "time", "unmapped", "raw_data", "observables"} <= set(types)
    assert "session" not in types


@pytest.mark.parametrize(
    ("attribute", "printed"),
    [
        ("time", '"int64"'),
        ("type_uid", '"int64"'),
        ("severity_id", '"int32"'),
        ("message", '"string"'),
        ("unmapped", '"json"'),
        ("user", "_USER"),
        ("observables", "[_OBSERVABLE]"),
    ],
)
def test_type_of_an_attribute(attribute: str, printed: str) -> None:
    assert types_of("authentication", plan(TABLE))[attribute] == printed


def test_list_of_scalars_is_a_list_of_their_type() -> None:
    assert types_of("group_management", plan(TABLE))["privileges"] == '["string"]'


def test_object_has_only_what_the_table_fills() -> None:
    assert types_of("user", plan(TABLE)) == {"name": '"string"', "uid": '"string"'}


@pytest.mark.parametrize("is_array", [False, True])
@pytest.mark.parametrize("kind", ["json_t", "object_t"])
def test_value_without_a_shape_is_json(kind: str, *, is_array: bool) -> None:
    shapeless = "object" if kind == "object_t" else None
    free = Attribute("uid", "Data", kind, object_type=shapeless, is_array=is_array)
    assert types_of("user", with_user(uid=free))["uid"] == '"json"'


def test_object_that_holds_its_own_kind_is_json_there() -> None:
    own = Attribute("uid", "Parent", "object_t", object_type="user")
    assert types_of("user", with_user(uid=own))["uid"] == '"json"'


def test_objects_are_printed_before_what_holds_them() -> None:
    view = columns_view(plan(TABLE))
    names = [one.name for one in view["objects"]]  # type: ignore[attr-defined]
    assert names.index("user") < names.index("actor")


def test_there_is_a_view_for_each_class() -> None:
    script = render_views(plan(TABLE), "slack_ocsf")
    for name in ("base_event", "account_change", "authentication", "group_management"):
        assert f"VIEW slack_ocsf_{name} AS" in script
