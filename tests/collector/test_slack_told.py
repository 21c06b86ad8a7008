"""An observer is told of each request to Slack."""

import pytest
from fake_slack_thread import slack_in_thread
from slack_clients import slack_client

from slack_ocsf_collector.failures import CollectorFailed
from slack_ocsf_collector.slack.audit import newest_page
from slack_ocsf_collector.slack.identity import auth_test


@pytest.mark.parametrize(
    ("fault", "results"),
    [
        ("rate-limited=5", ["rate"]),
        ("error=missing_scope", ["scope"]),
        ("html", ["protocol"]),
        ("status=503", ["network"] * 4),
    ],
)
def test_each_request_is_told_with_the_kind_of_its_failure(fault: str, results: list[str]) -> None:
    told: list[tuple[str, str]] = []
    with (
        slack_in_thread(fault) as slack,
        slack_client(slack.url, told=lambda *one: told.append(one)) as client,
        pytest.raises(CollectorFailed),
    ):
        newest_page(client)

    assert told == [("audit", result) for result in results]


def test_a_request_is_told_with_its_quota() -> None:
    told: list[tuple[str, str]] = []
    with (
        slack_in_thread() as slack,
        slack_client(slack.url, told=lambda *one: told.append(one)) as client,
    ):
        newest_page(client)
        auth_test(client)

    assert told == [("audit", "ok"), ("auth.test", "ok")]
