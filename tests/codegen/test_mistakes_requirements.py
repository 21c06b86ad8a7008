"""Mistakes of what is missing: requirements of classes and objects, groups, profiles."""

from small_table import mistakes, on_login


def test_required_attribute_that_nothing_gives() -> None:
    assert mistakes("user =", "") == (
        "mappings.toml:19: authentication requires 'user', and nothing here gives it\n"
        "mappings.toml:20: authentication requires 'user', and nothing here gives it"
    )


def test_required_attribute_that_is_removed() -> None:
    assert (
        on_login("user = false")
        == "mappings.toml:19: authentication requires 'user', and nothing here gives it"
    )


def test_required_attribute_whose_last_source_can_be_absent() -> None:
    assert mistakes("user =", 'user = { first = ["$entity", "$actor"] }') == (
        "mappings.toml:14: authentication requires 'user', and its last source can be absent:"
        " end it with a literal"
    )


def test_required_object_whose_own_requirement_can_be_absent() -> None:
    assert mistakes("user =", 'user = { uid = "$details.subteam" }') == (
        "mappings.toml:14: authentication requires 'user', and its last source can be absent:"
        " end it with a literal"
    )


def test_required_list_whose_elements_can_all_be_absent() -> None:
    line = (
        'user_login = { to = "user_access.assign_privileges", user.uid = "U",'
        ' privileges = ["$details.subteam"] }'
    )
    assert mistakes("user_login", line) == (
        "mappings.toml:19: user_access requires 'privileges', and its last source can be"
        " absent: end it with a literal"
    )


def test_required_enum_is_called_as_the_table_calls_it() -> None:
    assert on_login('severity = { match = "$details.reason", a = "low" }') == (
        "mappings.toml:19: authentication requires 'severity', and its last source can be"
        " absent: end it with a literal"
    )


def test_required_enum_that_nothing_gives() -> None:
    assert (
        on_login("severity = false")
        == "mappings.toml:19: authentication requires 'severity', and nothing here gives it"
    )


def test_required_time_that_is_not_the_date_of_the_entry() -> None:
    assert on_login('time = "$details.count"') == (
        "mappings.toml:19: authentication requires 'time', and its last source can be absent:"
        " end it with a literal"
    )


def test_group_of_a_class_that_nothing_meets() -> None:
    assert on_login("service = false") == (
        "mappings.toml:19: authentication requires 'service' or 'dst_endpoint', and nothing"
        " here gives it"
    )


def test_group_of_a_class_whose_last_source_can_be_absent() -> None:
    assert on_login('service = false, dst_endpoint.ip = "$context.ip_address"') == (
        "mappings.toml:19: authentication requires 'service' or 'dst_endpoint', and its last"
        " source can be absent: end it with a literal"
    )


def test_group_of_a_class_is_met_by_any_of_it() -> None:
    assert on_login('service = false, dst_endpoint.name = "slack.com"') == ""


def test_object_without_any_of_its_group() -> None:
    assert on_login('service.version = "1"') == ""
    assert on_login('dst_endpoint.zone = "eu"') == (
        "mappings.toml:19: 'dst_endpoint' (object network_endpoint) needs 'ip' or 'uid' or"
        " 'name' or 'hostname' or 'svc_name' or 'instance_uid' or 'interface_uid' or"
        " 'interface_name' or 'domain'"
    )


def test_object_without_its_required_enum() -> None:
    assert (
        on_login('device.ip = "$context.ip_address"')
        == "mappings.toml:19: 'device' (object device) needs 'type'"
    )


def test_entity_that_cannot_be_valid() -> None:
    text = '[entity.file.file]\nname = "$name"\n[entity.user.user]'
    assert (
        mistakes("[entity.user.user]", text)
        == "mappings.toml:10: 'file' (object file) needs 'type'"
    )


def test_two_uncertain_requirements_in_one_object() -> None:
    text = '[entity.file.file]\nname = "$name"\ntype = { other = "$id" }\n[entity.user.user]'
    assert mistakes("[entity.user.user]", text) == (
        "mappings.toml:10: 'file' (object file) needs 'name', and 'type', and each can be"
        " absent: end one of them with a literal"
    )


def test_one_uncertain_requirement_in_an_object_is_no_mistake() -> None:
    text = '[entity.file.file]\nname = "$name"\ntype = "regular_file"\n[entity.user.user]'
    assert mistakes("[entity.user.user]", text) == ""


def test_wrong_member_is_told_without_the_requirement_that_it_was_to_meet() -> None:
    assert (
        on_login('dst_endpoint.ip = "localhost"')
        == "mappings.toml:19: 'localhost' does not fit 'dst_endpoint.ip' (ip_t)"
    )


def test_wrong_member_of_a_required_object_is_told_alone() -> None:
    assert (
        on_login("user = { uid = 5 }") == "mappings.toml:19: 5 does not fit 'user.uid' (string_t)"
    )


def test_wrong_element_of_a_required_list_is_told_alone() -> None:
    line = 'user_login = { to = "user_access.assign_privileges", user.uid = "U", privileges = [5] }'
    assert (
        mistakes("user_login", line) == "mappings.toml:19: 5 does not fit 'privileges' (string_t)"
    )


def test_attribute_of_a_profile_that_the_class_does_not_offer() -> None:
    assert on_login('trace.uid = "1"') == (
        "mappings.toml:19: 'trace' belongs to the profile 'trace', which authentication does"
        " not offer (it offers cloud, datetime, host, osint, security_control, container,"
        " data_classification, linux/linux_users)"
    )


def test_attribute_of_a_profile_that_the_class_offers() -> None:
    assert on_login('device = { ip = "$context.ip_address", type = "unknown" }') == ""


def test_attribute_of_a_profile_below_the_top_level() -> None:
    line = 'user_login = { to = "file_hosting.download", actor.app_name = "x",'
    line += ' src_endpoint.name = "x",'
    line += ' file = { name = "x", type = "regular_file", created_time_dt = "x" } }'
    assert mistakes("user_login", line) == (
        "mappings.toml:19: 'created_time_dt' of file belongs to the profile 'datetime';"
        " attributes of profiles can be used at the top level of an event only"
    )


def test_attribute_that_its_profile_requires_too() -> None:
    assert on_login('api.operation = "x"') == (
        "mappings.toml:19: the profile 'cloud' requires 'cloud', which this line does not give"
    )


def test_requirement_of_the_fallback_stands_at_its_line() -> None:
    line = 'otherwise = { to = "base_event.other", activity_name = "Other", severity = false }'
    assert (
        mistakes("otherwise", line)
        == "mappings.toml:2: base_event requires 'severity', and nothing here gives it"
    )
