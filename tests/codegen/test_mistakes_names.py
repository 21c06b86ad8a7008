"""Mistakes in the names of the table: attributes, Slack paths, entity kinds and objects."""

from small_table import mistakes, on_login


def test_unknown_attribute() -> None:
    assert on_login('status_detial = "x"') == (
        "mappings.toml:19: unknown attribute 'status_detial' of authentication (did you mean"
        " 'status_detail'?)"
    )


def test_unknown_attribute_of_an_object_inside() -> None:
    assert on_login('src_endpoint.nmae = "x"') == (
        "mappings.toml:19: unknown attribute 'nmae' of network_endpoint (did you mean 'name'?)"
    )


def test_attribute_of_the_event_that_no_class_has() -> None:
    assert (
        mistakes("message", 'mesage = "$action"')
        == "mappings.toml:7: no class has an attribute 'mesage' (did you mean 'message'?)"
    )


def test_attribute_that_the_class_lacks() -> None:
    assert (
        on_login('web_resources = [{ name = "x" }]')
        == "mappings.toml:19: authentication has no attribute 'web_resources'"
    )


def test_attribute_that_a_class_section_lacks() -> None:
    assert (
        mistakes("group =", 'group = { name = "x" }\napp.name = "x"')
        == "mappings.toml:18: group_management has no attribute 'app' (did you mean 'api'?)"
    )


def test_removal_of_an_unknown_attribute() -> None:
    assert (
        on_login("status_detial = false")
        == "mappings.toml:19: 'status_detial' is not inherited here: there is nothing to remove"
    )


def test_removal_of_an_attribute_that_is_not_inherited() -> None:
    assert on_login("metadata.labels = false") == (
        "mappings.toml:19: 'metadata.labels' is not inherited here: there is nothing to remove"
    )


def test_removal_of_an_inherited_attribute_is_no_mistake() -> None:
    assert on_login("message = false, metadata.product.vendor_name = false") == ""


def test_deprecated_attribute_of_a_class() -> None:
    line = 'user_login = { to = "account_change.lock", user.uid = "U", policy.uid = "P" }'
    assert (
        mistakes("user_login", line)
        == "mappings.toml:19: 'policy' of account_change is deprecated in OCSF 1.5.0"
    )


def test_deprecated_attribute_of_an_object() -> None:
    assert (
        on_login('actor.invoked_by = "x"')
        == "mappings.toml:19: 'invoked_by' of actor is deprecated in OCSF 1.5.0"
    )


def test_attribute_that_the_generator_writes() -> None:
    assert (
        on_login("type_uid = 300201")
        == "mappings.toml:19: 'type_uid' is written by the generator: remove it"
    )


def test_unmapped_is_written_by_the_generator() -> None:
    assert (
        on_login('unmapped.note = "x"')
        == "mappings.toml:19: 'unmapped' is written by the generator: remove it"
    )


def test_metadata_that_the_generator_writes() -> None:
    assert on_login('metadata.version = "1.5.0", metadata.profiles = ["host"]') == (
        "mappings.toml:19: 'metadata.profiles' is written by the generator: remove it\n"
        "mappings.toml:19: 'metadata.version' is written by the generator: remove it"
    )


def test_unknown_slack_path() -> None:
    assert on_login('status_detail = "$details.reasn"') == (
        "mappings.toml:19: unknown Slack path '$details.reasn' (did you mean '$details.reason'?)"
    )


def test_unknown_slack_path_is_unknown_at_any_member() -> None:
    assert on_login('status_detail = "$detials.reason"') == (
        "mappings.toml:19: unknown Slack path '$detials.reason' (did you mean '$details.reason'?)"
    )


def test_unknown_slack_path_inside_an_entity() -> None:
    assert (
        mistakes("name =", 'name = "$nmae"')
        == "mappings.toml:12: unknown Slack path '$nmae' (did you mean '$name'?)"
    )


def test_slack_path_of_another_kind_of_entity() -> None:
    assert (
        mistakes("name =", 'name = "$teams_shared_with"')
        == "mappings.toml:12: unknown Slack path '$teams_shared_with'"
    )


def test_slack_path_below_a_scalar() -> None:
    assert on_login('status_detail = "$details.count.unit"') == (
        "mappings.toml:19: unknown Slack path '$details.count.unit': $details.count (int) has"
        " no members"
    )


def test_path_of_no_member() -> None:
    assert on_login('status_detail = "$"') == "mappings.toml:19: unknown Slack path '$'"


def test_unknown_entity_kind() -> None:
    assert (
        mistakes("[entity.user.user]", "[entity.usr.user]")
        == "mappings.toml:10: unknown entity kind 'usr' (did you mean 'user'?)"
    )


def test_unknown_object_of_an_entity() -> None:
    text = '[entity.file.fle]\nname = "$name"\n[entity.user.user]'
    assert (
        mistakes("[entity.user.user]", text)
        == "mappings.toml:10: unknown OCSF object 'fle' (did you mean 'file'?)"
    )


def test_object_without_attributes_is_no_target_of_an_entity() -> None:
    text = '[entity.file.object]\nname = "$name"\n[entity.user.user]'
    assert mistakes("[entity.user.user]", text).startswith(
        "mappings.toml:10: unknown OCSF object 'object'"
    )
    assert "did you mean 'object'" not in mistakes("[entity.user.user]", text)


def test_entity_for_which_there_is_no_table() -> None:
    assert on_login('service = "$entity"') == (
        "mappings.toml:19: no entity is written as 'service': there is no [entity.<kind>.service]"
    )
