"""Mistakes in enums and in the forms: `match`, `first`, `text` and `other`."""

from small_table import mistakes, on_login


def test_unknown_caption() -> None:
    assert (
        on_login('severity = "hihg"')
        == "mappings.toml:19: unknown caption 'hihg' of 'severity' (did you mean 'high'?)"
    )


def test_number_in_place_of_a_caption() -> None:
    assert (
        on_login("severity = 4")
        == "mappings.toml:19: 'severity' is an enum: write a caption, not 4"
    )


def test_id_in_place_of_its_text_attribute() -> None:
    assert (
        on_login("severity_id = 4")
        == "mappings.toml:19: write 'severity' with a caption, not 'severity_id' with a number"
    )


def test_path_in_place_of_a_caption() -> None:
    assert on_login('severity = "$details.reason"') == (
        "mappings.toml:19: 'severity' is an enum: write a caption, 'match', or { other ="
        " '$details.reason' }"
    )


def test_caption_other_without_a_text() -> None:
    assert (
        on_login('severity = "other"')
        == 'mappings.toml:19: severity Other needs the source\'s own text: { other = "..." }'
    )


def test_other_of_an_attribute_that_is_no_enum() -> None:
    assert (
        on_login('status_detail = { other = "x" }')
        == "mappings.toml:19: 'status_detail' has no member Other"
    )


def test_other_that_is_no_text() -> None:
    assert on_login("status = { other = 5 }") == "mappings.toml:19: 'other' takes a text or a $path"


def test_other_with_a_path_that_is_no_string() -> None:
    assert (
        on_login('status = { other = "$details.count" }')
        == "mappings.toml:19: $details.count (int) does not fit 'other' (string)"
    )


def test_key_beside_a_form() -> None:
    assert (
        on_login('status_detail = { first = ["$details.reason"], default = "x" }')
        == "mappings.toml:19: 'default' has no place beside 'first'"
    )


def test_match_of_a_literal() -> None:
    assert (
        on_login('status = { match = "reason", a = "success" }')
        == "mappings.toml:19: 'match' takes a $path"
    )


def test_match_of_a_path_that_is_no_string() -> None:
    assert (
        on_login('status = { match = "$details.count", a = "success" }')
        == "mappings.toml:19: 'match' looks up strings; $details.count is none"
    )


def test_match_of_a_list_for_one_value() -> None:
    assert (
        on_login('status = { match = "$details.scopes", a = "success" }')
        == "mappings.toml:19: 'match' looks up strings; $details.scopes is none"
    )


def test_match_of_a_list_without_strings() -> None:
    assert (
        on_login('metadata.labels = { match = "$details.sizes", a = "success" }')
        == "mappings.toml:19: 'match' looks up strings; $details.sizes is none"
    )


def test_match_without_arms() -> None:
    assert (
        on_login('status = { match = "$details.reason", default = "success" }')
        == "mappings.toml:19: 'match' has no arms"
    )


def test_arm_that_is_a_path() -> None:
    assert (
        on_login('status_detail = { match = "$details.reason", a = "$details.subteam" }')
        == "mappings.toml:19: the arms of 'match' are literals"
    )


def test_arm_that_is_an_object_where_none_belongs() -> None:
    assert (
        on_login('status_detail = { match = "$details.reason", a = { name = "x" } }')
        == "mappings.toml:19: an object does not fit 'status_detail' (string_t)"
    )


def test_arm_that_is_an_object_with_a_path() -> None:
    assert (
        on_login('service = { match = "$details.reason", a = { name = "$details.subteam" } }')
        == "mappings.toml:19: the arms of 'match' are literals"
    )


def test_arm_that_is_an_object_without_what_it_needs() -> None:
    assert (
        on_login('dst_endpoint = { match = "$details.reason", a = { name = "x", ip = "" } }')
        == "mappings.toml:19: '' does not fit 'dst_endpoint.ip' (ip_t)"
    )


def test_arm_with_an_unknown_caption() -> None:
    assert (
        on_login('status = { match = "$details.reason", a = "sucess" }')
        == "mappings.toml:19: unknown caption 'sucess' of 'status' (did you mean 'success'?)"
    )


def test_arm_of_a_wrong_type() -> None:
    assert (
        on_login('status_detail = { match = "$details.reason", a = 5 }')
        == "mappings.toml:19: 5 does not fit 'status_detail' (string_t)"
    )


def test_first_of_nothing() -> None:
    assert (
        on_login("status_detail = { first = [] }")
        == "mappings.toml:19: 'first' takes a list of values"
    )


def test_first_of_no_list() -> None:
    assert (
        on_login('status_detail = { first = "$details.reason" }')
        == "mappings.toml:19: 'first' takes a list of values"
    )


def test_unreachable_option_after_a_literal() -> None:
    assert (
        on_login('status_detail = { first = ["x", "$details.reason"] }')
        == "mappings.toml:19: never reached: what stands before is always there"
    )


def test_an_action_may_be_no_value_of_a_type_with_a_pattern() -> None:
    assert on_login('src_endpoint.ip = { first = ["$action", "192.0.2.7"] }') == ""


def test_unreachable_option_after_a_certain_path() -> None:
    assert (
        on_login('status_detail = { first = ["$action", "x"] }')
        == "mappings.toml:19: never reached: what stands before is always there"
    )


def test_unreachable_option_stands_at_its_own_line() -> None:
    lines = 'user = { first = ["$entity",\n{ name = "unknown" },\n"$actor",\n] }'
    assert (
        mistakes("user =", lines)
        == "mappings.toml:16: never reached: what stands before is always there"
    )


def test_wrong_option_of_first_stands_at_its_own_line_and_alone() -> None:
    lines = 'user = { first = ["$entity",\n{ nam = "unknown" },\n] }'
    assert (
        mistakes("user =", lines)
        == "mappings.toml:15: unknown attribute 'nam' of user (did you mean 'name'?)"
    )


def test_text_for_a_time() -> None:
    assert (
        on_login('start_time = { text = "{$details.reason}" }')
        == "mappings.toml:19: a text does not fit 'start_time' (timestamp_t)"
    )


def test_text_for_a_string_with_a_pattern() -> None:
    assert (
        on_login('src_endpoint.ip = { text = "{$context.ip_address}" }')
        == "mappings.toml:19: a text does not fit 'src_endpoint.ip' (ip_t)"
    )


def test_text_for_an_enum() -> None:
    assert (
        on_login('status = { text = "{$details.reason}" }')
        == "mappings.toml:19: a text does not fit 'status' (integer_t)"
    )


def test_text_that_is_no_string() -> None:
    assert on_login("status_detail = { text = 5 }") == "mappings.toml:19: 'text' takes a string"


def test_unknown_path_in_a_text() -> None:
    assert on_login('status_detail = { text = "for {$details.reasn}" }') == (
        "mappings.toml:19: unknown Slack path '$details.reasn' (did you mean '$details.reason'?)"
    )


def test_entity_in_a_text() -> None:
    assert (
        on_login('status_detail = { text = "{$entity}" }')
        == "mappings.toml:19: $entity (object) is no scalar and no list, as a text needs"
    )


def test_kind_in_a_text() -> None:
    assert (
        on_login('status_detail = { text = "{$kind}" }')
        == "mappings.toml:19: '$kind' has no place in a text"
    )


def test_bracket_that_is_not_closed() -> None:
    assert (
        on_login('status_detail = { text = "x[ by {$actor.name}" }')
        == "mappings.toml:19: '[' in 'x[ by {$actor.name}' is not closed ('[[' is a bracket)"
    )


def test_bracket_that_is_not_opened() -> None:
    assert (
        on_login('status_detail = { text = "x] y" }')
        == "mappings.toml:19: brackets in 'x] y' do not pair, or nest ('[[' is a bracket)"
    )


def test_brackets_that_nest() -> None:
    assert (
        on_login('status_detail = { text = "x[ y[ z]]" }')
        == "mappings.toml:19: brackets in 'x[ y[ z]]' do not pair, or nest ('[[' is a bracket)"
    )


def test_brace_that_stands_alone() -> None:
    assert (
        on_login('status_detail = { text = "{details.reason}" }')
        == "mappings.toml:19: '{' in '{details.reason}' stands alone ('{{' is a brace)"
    )
