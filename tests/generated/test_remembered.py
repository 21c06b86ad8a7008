"""What is remembered of addresses changes no result and stays small."""

from slack_ocsf.mapping import fit

ADDRESSES = ["203.0.113.7", "::1", "203.0.113.700", "", "1.2.3.4\n", "a@b.co", "a@b", "x" * 400]


def test_a_string_is_judged_the_same_before_and_after_others() -> None:
    first = [(fit.is_ip(one), fit.is_email(one)) for one in ADDRESSES]
    for number in range(10_000):
        fit.is_ip(f"10.0.{number // 256}.{number % 256}")
        fit.is_email(f"user{number}@example.com")
    assert [(fit.is_ip(one), fit.is_email(one)) for one in ADDRESSES] == first
    assert first[:3] == [(True, False), (True, False), (False, False)]


def test_no_more_than_4096_addresses_are_remembered() -> None:
    for number in range(5_000):
        fit.is_ip(f"10.1.{number // 256}.{number % 256}")
    assert 0 < len(fit.KNOWN_IP) <= 4096


def test_long_strings_are_not_remembered() -> None:
    address = "a" * 400 + "@example.com"

    assert fit.is_email(address)
    assert address not in fit.KNOWN_EMAIL


def test_what_is_no_address_is_not_remembered() -> None:
    assert not fit.is_email("a@b")
    assert "a@b" not in fit.KNOWN_EMAIL
