"""The generated models judge: they take an event as it is mapped, and refuse what OCSF refuses."""

import pytest
from pydantic import ValidationError

from slack_ocsf import map_event, models
from slack_ocsf.models import Authentication, Entry, model_for

ENTRY = {
    "id": "e1",
    "date_create": 1700000000,
    "action": "user_login",
    "actor": {"type": "user", "user": {"id": "W1", "name": "n", "email": "a@b.example"}},
    "entity": {"type": "user", "user": {"id": "W1", "name": "n", "email": "a@b.example"}},
    "context": {"ip_address": "192.0.2.1", "ua": "u", "location": {"id": "E1"}},
}


def problems(**members: object) -> list[tuple[str, str]]:
    """Return what the model says of the event of ENTRY with other members; `...` removes one."""
    event = {**map_event(ENTRY), **members}
    try:
        Authentication.model_validate({k: v for k, v in event.items() if v is not ...})
    except ValidationError as error:
        found = error.errors(include_url=False)
        return [(".".join(map(str, one["loc"])), one["type"]) for one in found]
    return []


def test_event_passes_as_it_is_mapped() -> None:
    assert problems() == []


def test_typed_event_is_the_event() -> None:
    event = map_event(ENTRY)
    typed = Authentication.model_validate(event)
    assert typed.model_dump(exclude_unset=True) == event


def test_attribute_that_the_class_lacks_is_refused() -> None:
    assert problems(web_resources=[]) == [("web_resources", "extra_forbidden")]


def test_attribute_that_an_object_lacks_is_refused() -> None:
    assert problems(src_endpoint={"ip": "192.0.2.1", "ua": "x"}) == [
        ("src_endpoint.ua", "extra_forbidden")
    ]


def test_missing_required_attribute_is_refused() -> None:
    assert problems(user=...) == [("user", "missing")]
    assert problems(time=...) == [("time", "missing")]


def test_id_that_the_enum_lacks_is_refused() -> None:
    assert problems(severity_id=7) == [("severity_id", "literal_error")]


def test_bool_for_an_id_is_refused() -> None:
    assert problems(severity_id=True)
    assert problems(src_endpoint={"ip": "192.0.2.1", "type_id": True})


def test_text_for_an_id_is_refused() -> None:
    assert problems(severity_id="1") == [("severity_id", "literal_error")]


def test_bool_for_an_integer_is_refused() -> None:
    assert problems(time=True) == [("time", "int_type")]


@pytest.mark.parametrize("value", [1700000000000.0, "1700000000000"])
def test_other_types_for_an_integer_are_refused(value: object) -> None:
    assert problems(time=value) == [("time", "int_type")]


def test_integer_beyond_64_bits_is_refused() -> None:
    assert problems(time=2**63) == [("time", "less_than_equal")]


def test_number_for_a_string_is_refused() -> None:
    assert problems(message=5) == [("message", "string_type")]


def test_empty_string_is_refused() -> None:
    assert problems(message="") == [("message", "string_too_short")]


def test_empty_list_is_refused() -> None:
    assert problems(observables=[]) == [("observables", "too_short")]


def test_string_that_is_no_address_is_refused() -> None:
    assert problems(src_endpoint={"ip": "localhost"}) == [
        ("src_endpoint.ip", "string_pattern_mismatch")
    ]


def test_class_of_another_number_is_refused() -> None:
    assert problems(class_uid=3001) == [("class_uid", "literal_error")]


def test_type_of_another_class_is_refused() -> None:
    assert problems(type_uid=300101) == [("type_uid", "literal_error")]


def test_object_without_any_of_its_group_is_refused() -> None:
    assert problems(user={"email_addr": "a@b.example"}) == [("user", "value_error")]


def test_object_whose_group_is_null_is_refused() -> None:
    assert problems(user={"name": None}) == [("user", "value_error")]


def test_class_without_any_of_its_group_is_refused() -> None:
    assert problems(service=...) == [("", "value_error")]


def test_empty_object_is_refused() -> None:
    assert problems(http_request={}) == [("", "value_error")]


def test_null_is_refused() -> None:
    assert problems(message=None) == [("", "value_error")]


def test_refused_constraint_names_its_attributes() -> None:
    with pytest.raises(ValidationError, match="at least one of name, uid"):
        Authentication.model_validate({**map_event(ENTRY), "user": {"email_addr": "a@b.example"}})


def test_unmapped_takes_anything() -> None:
    assert problems(unmapped={"x": [None, "", {}, 1.5, {"y": []}]}) == []


def test_model_is_found_by_the_number_of_its_class() -> None:
    assert model_for(3002) is Authentication


def test_number_of_a_class_that_is_not_in_use_is_unknown() -> None:
    with pytest.raises(KeyError):
        model_for(4001)


def test_unknown_name_is_no_attribute_of_the_models() -> None:
    with pytest.raises(AttributeError, match=r"'slack_ocsf\.models' has no attribute 'Nope'"):
        _ = models.Nope


def test_names_of_the_models_are_listed() -> None:
    assert set(dir(models)) == set(models.__all__)


def test_entry_takes_unknown_members_and_null() -> None:
    typed = Entry.model_validate({**ENTRY, "new": [1], "context": None, "entity": {"type": "x"}})
    assert typed.model_dump(exclude_unset=True)["new"] == [1]


def test_entry_without_an_action_is_refused() -> None:
    with pytest.raises(ValidationError, match="action"):
        Entry.model_validate({"date_create": 1})
