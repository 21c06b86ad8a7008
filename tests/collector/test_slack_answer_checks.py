"""Answers that cannot answer their request stop the window, and say why."""

import json

import pytest
from slack_clients import NOW, WINDOW, entry, head, page, sent, slack_client, told_slack

from slack_ocsf_collector.failures import AnswerViolated
from slack_ocsf_collector.settings.moments import shown
from slack_ocsf_collector.slack.audit import audit_pages
from slack_ocsf_collector.slack.page import Page

SECRET = "the-content"  # noqa: S105 - of an entry


def pages(*answers: bytes, limit: int = 10, cursor: str = "") -> list[Page]:
    with told_slack(*answers) as slack, slack_client(slack.url) as client:
        return list(audit_pages(client, WINDOW, cursor, limit))


def violation(*answers: bytes, limit: int = 10, cursor: str = "") -> str:
    with pytest.raises(AnswerViolated) as raised:
        pages(*answers, limit=limit, cursor=cursor)
    assert SECRET not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize("seconds_ago", [-1, 1001])
def test_an_entry_outside_of_the_window(seconds_ago: int) -> None:
    assert f"a row of {shown(NOW - seconds_ago)} is not" in violation(page(entry(seconds_ago)))


@pytest.mark.parametrize("seconds_ago", [0, 1000])
def test_both_ends_belong_to_the_window(seconds_ago: int) -> None:
    assert len(pages(page(entry(seconds_ago)))[0].elements) == 1


def test_entries_in_the_wrong_order() -> None:
    assert "not newest first" in violation(page(entry(2), entry(1)))


def test_a_page_that_goes_back_in_time() -> None:
    assert "not newest first" in violation(page(entry(5), cursor="a"), page(entry(4), cursor="b"))


def test_the_cursor_of_the_page_before() -> None:
    assert "second time" in violation(page(entry(1), cursor="a"), page(entry(2), cursor="a"))


def test_a_cursor_of_long_ago() -> None:
    answers = [page(entry(at), cursor="abca"[at]) for at in range(4)]
    assert "second time" in violation(*answers)


def test_the_cursor_that_reading_went_on_with() -> None:
    assert "second time" in violation(page(entry(1), cursor="a"), cursor="a")


def test_the_same_page_under_another_cursor() -> None:
    assert "had not" in violation(page(entry(1), cursor="a"), page(entry(1), cursor="b"))


def test_pages_of_one_second_that_go_round_in_a_circle() -> None:
    circle = [page(entry(1, name), cursor=f"{at}") for at, name in enumerate("abab")]
    assert "had not" in violation(*circle)


def test_pages_of_one_second_that_go_on() -> None:
    answers = [page(entry(1, name), cursor=name) for name in "abc"]
    assert len(pages(*answers, page(entry(1, "d")))) == 4


def test_ten_empty_pages_with_more_to_come() -> None:
    empty = [page(cursor=f"{at}") for at in range(10)]
    assert len(pages(*empty, page(entry(1)))) == 11


def test_empty_pages_without_end() -> None:
    empty = [page(cursor=f"{at}") for at in range(12)]
    assert "11 pages in a row are empty" in violation(*empty)


def test_more_entries_than_asked_for() -> None:
    assert "3 rows came, 2 were asked for" in violation(page(entry(1), entry(2), entry(3)), limit=2)


def test_more_entries_of_the_last_second() -> None:
    surplus = [entry(2, name) for name in "abc"]
    assert len(pages(page(entry(1), *surplus), limit=2)[0].elements) == 4


@pytest.mark.parametrize("entries", [{}, None, "x", 1])
def test_entries_that_are_no_list(entries: object) -> None:
    assert "`entries`" in violation(sent({"entries": entries}))


def test_no_entries_at_all() -> None:
    assert "`entries`" in violation(sent({"ok": True}))


def test_a_cursor_that_is_no_text() -> None:
    answer = {"entries": [], "response_metadata": {"next_cursor": 7}}
    assert "next_cursor" in violation(sent(answer))


def test_a_body_whose_text_has_other_rows_than_it_says() -> None:
    body = b'{"entries": [{"date_create": %d}], "entries": []}' % NOW
    twice = b'{"entries": [{"a": 1}], "entries": [{"date_create": %d}]}' % NOW
    assert pages(sent(body))[0].elements == ()
    assert "2 rows, `entries` 1" in violation(sent(twice))


def test_an_html_page() -> None:
    page = b"<!DOCTYPE html><h1>the-content</h1>"
    assert "HTML page" in violation(sent(page))


def test_json_that_breaks_off() -> None:
    body = json.dumps({"entries": [{"text": SECRET}]}).encode()
    assert "breaks off" in violation(sent(body[:-3]))


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"the-content"])
def test_a_body_that_is_no_object(body: bytes) -> None:
    assert "not JSON" in violation(sent(body))


def test_an_answer_without_a_date() -> None:
    answer = page().replace(b"Date:", b"Data:")
    assert "no Date" in violation(answer)


def test_a_redirect_is_not_followed() -> None:
    with told_slack(page()) as elsewhere:
        answer = head(302, 0, Location=elsewhere.url)
        assert "redirects are not followed" in violation(answer)
        assert elsewhere.requests == []


def test_rows_that_cannot_be_entries_are_left_for_the_mapper() -> None:
    odd = [{"date_create": "yesterday"}, None, "x", {}, []]
    assert len(pages(page(entry(1), *odd, entry(2)))[0].elements) == 7


def test_a_row_that_is_no_utf8_does_not_keep_the_others() -> None:
    body = b'{"entries": [{"date_create": %d, "x": "\xff"}, {"date_create": %d}]}' % (NOW, NOW)
    first, second = pages(sent(body))[0].elements
    assert b"\xff" in first.raw
    assert second.raw == b'{"date_create": %d}' % NOW


def test_a_row_may_hold_what_only_python_calls_json() -> None:
    body = b'{"entries": [{"date_create": %d, "x": "\\ud83d"}]}' % NOW
    assert len(pages(sent(body))[0].elements) == 1


def test_what_was_right_before_a_violation_is_delivered() -> None:
    answers = (page(entry(1), cursor="a"), page(entry(0)))
    with told_slack(*answers) as slack, slack_client(slack.url) as client:
        reading = audit_pages(client, WINDOW)
        assert len(next(reading).elements) == 1
        with pytest.raises(AnswerViolated):
            next(reading)
