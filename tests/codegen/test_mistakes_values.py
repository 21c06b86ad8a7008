"""Mistakes in the values of the table: literals, lists, objects and paths of a wrong type."""

from small_table import mistakes, on_login


def test_literal_of_a_wrong_type() -> None:
    assert (
        on_login("status_detail = 5")
        == "mappings.toml:19: 5 does not fit 'status_detail' (string_t)"
    )


def test_empty_literal() -> None:
    assert (
        on_login('status_detail = ""')
        == "mappings.toml:19: '' does not fit 'status_detail' (string_t)"
    )


def test_bool_is_no_integer_and_is_spelt_as_in_the_table() -> None:
    assert on_login("count = true") == "mappings.toml:19: true does not fit 'count' (integer_t)"


def test_string_of_digits_is_no_integer() -> None:
    assert on_login('count = "5"') == "mappings.toml:19: '5' does not fit 'count' (integer_t)"


def test_integer_beyond_its_type() -> None:
    assert (
        on_login("count = 2147483648")
        == "mappings.toml:19: 2147483648 does not fit 'count' (integer_t)"
    )


def test_port_beyond_its_range() -> None:
    assert (
        on_login('src_endpoint = { name = "x", port = 65536 }')
        == "mappings.toml:19: 65536 does not fit 'src_endpoint.port' (port_t)"
    )


def test_literal_that_is_no_ip() -> None:
    assert (
        on_login('src_endpoint.ip = "localhost"')
        == "mappings.toml:19: 'localhost' does not fit 'src_endpoint.ip' (ip_t)"
    )


def test_float_that_json_cannot_hold() -> None:
    place = 'location = { city = "x", lat = nan }'
    assert (
        on_login(f'src_endpoint = {{ name = "x", {place} }}')
        == "mappings.toml:19: nan does not fit 'src_endpoint.location.lat' (float_t)"
    )


def test_json_literal_that_json_cannot_hold() -> None:
    assert (
        on_login('enrichments = [{ name = "n", value = "v", data = inf }]')
        == "mappings.toml:19: inf does not fit 'enrichments.data' (json_t)"
    )


def test_json_literal_that_says_nothing() -> None:
    assert (
        on_login('enrichments = [{ name = "n", value = "v", data = "" }]')
        == "mappings.toml:19: '' does not fit 'enrichments.data' (json_t)"
    )


def test_json_literal_beyond_64_bits() -> None:
    assert (
        on_login('enrichments = [{ name = "n", value = "v", data = 9223372036854775808 }]')
        == "mappings.toml:19: 9223372036854775808 does not fit 'enrichments.data' (json_t)"
    )


def test_literal_in_place_of_an_object() -> None:
    assert (
        on_login('service = "Slack"')
        == "mappings.toml:19: 'Slack' does not fit 'service' (object service)"
    )


def test_object_in_place_of_a_literal() -> None:
    assert (
        on_login('status_detail = { name = "x" }')
        == "mappings.toml:19: an object does not fit 'status_detail' (string_t)"
    )


def test_list_in_place_of_one_value() -> None:
    assert (
        on_login('status_detail = ["x"]')
        == "mappings.toml:19: 'status_detail' takes one value, not a list"
    )


def test_one_value_in_place_of_a_list() -> None:
    assert on_login('metadata.labels = "x"') == (
        "mappings.toml:19: 'metadata.labels' is a list: write [...], a path to a list, or 'match'"
    )


def test_wrong_element_of_a_list() -> None:
    assert (
        on_login('metadata.labels = ["x", 5]')
        == "mappings.toml:19: 5 does not fit 'metadata.labels' (string_t)"
    )


def test_empty_list() -> None:
    assert on_login("metadata.labels = []") == (
        "mappings.toml:19: 'metadata.labels' is empty: to remove an inherited attribute write false"
    )


def test_empty_object() -> None:
    assert on_login("http_request = {}") == (
        "mappings.toml:19: 'http_request' is empty: to remove an inherited attribute write false"
    )


def test_date() -> None:
    assert (
        on_login("start_time = 2024-01-01")
        == "mappings.toml:19: dates and times are no values here"
    )


def test_date_hides_no_other_mistake_of_the_table() -> None:
    line = 'user_login = { to = "authentication.logon", start_time = 2024-01-01 }'
    assert mistakes("user_login", f"{line}\nuser_reset = 2024-01-01T00:00:00Z") == (
        "mappings.toml:19: dates and times are no values here\n"
        "mappings.toml:20: dates and times are no values here"
    )


def test_path_of_a_wrong_type() -> None:
    assert (
        on_login('is_mfa = "$details.count"')
        == "mappings.toml:19: $details.count (int) does not fit 'is_mfa' (boolean_t)"
    )


def test_path_to_a_bool_is_no_time() -> None:
    assert (
        on_login('start_time = "$details.is_allowed"')
        == "mappings.toml:19: $details.is_allowed (bool) does not fit 'start_time' (timestamp_t)"
    )


def test_path_to_an_object_for_a_string() -> None:
    assert on_login('status_detail = "$details.shared_with"') == (
        "mappings.toml:19: $details.shared_with (object) does not fit 'status_detail' (string_t)"
    )


def test_path_to_a_list_for_one_value() -> None:
    assert (
        on_login('status_detail = "$details.scopes"')
        == "mappings.toml:19: $details.scopes (list) does not fit 'status_detail' (string_t)"
    )


def test_path_to_one_value_for_a_list() -> None:
    assert on_login('metadata.labels = "$details.subteam"') == (
        "mappings.toml:19: $details.subteam (string) does not fit 'metadata.labels' (list of"
        " string_t)"
    )


def test_path_to_a_list_of_a_wrong_type() -> None:
    assert on_login('src_endpoint = { name = "x", intermediate_ips = "$details.sizes" }') == (
        "mappings.toml:19: $details.sizes (list) does not fit 'src_endpoint.intermediate_ips'"
        " (list of ip_t)"
    )


def test_entity_for_a_string() -> None:
    assert (
        on_login('status_detail = "$entity"')
        == "mappings.toml:19: $entity (an entity) does not fit 'status_detail' (string_t)"
    )


def test_path_to_a_scalar_for_an_object() -> None:
    assert (
        on_login('user = "$details.subteam"')
        == "mappings.toml:19: $details.subteam (string) does not fit 'user' (object user)"
    )


def test_kind_for_a_number() -> None:
    assert (
        on_login('count = "$kind"')
        == "mappings.toml:19: $kind (string) does not fit 'count' (integer_t)"
    )


def test_kind_for_an_object() -> None:
    assert (
        on_login('user = "$kind"')
        == "mappings.toml:19: $kind (string) does not fit 'user' (object user)"
    )
