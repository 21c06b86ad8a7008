"""What to click in Slack, by what fails.

Source: docs.slack.dev, "Monitoring audit events" and "Org-ready apps"; names as on its pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_ocsf_collector.failures import CollectorFailed

_APP = "at api.slack.com/apis open your app"
TOKEN = (
    f"{_APP} > OAuth & Permissions and copy the User OAuth Token (it begins with xoxp-; a bot's or "
    "an app's will not do); when it is gone, click Install to Organization there, as an owner of "
    "the organisation"
)
STORE = (
    "put the token where the settings read it from: the variable SLACK_OCSF_TOKEN, a file "
    "(--token-file) or a command; `slack-ocsf config check` shows where that is"
)
INSTALL = (
    f"{_APP} > Org Level Apps and click Opt-In; then Install App > Install to Organization, and "
    "choose the organisation in the list, no workspace, signed in as an owner of the organisation"
)
PLAN = (
    "audit logs are part of Slack's Enterprise plan: ask an owner what the organisation has; on a "
    "lesser paid plan `--source access --source integration` collect the other two logs"
)
RATE = (
    "another program uses the organisation's quota; find it, or lower requests_per_minute of both"
)
SHARE = "other programs need some of them, too: set requests_per_minute to 30"
TEAM = (
    "the token opens other things here, so look at `team` in the settings first: the id of the "
    "organisation, or none; then at the token"
)
NETWORK = (
    "check that this machine may reach the address over HTTPS: DNS, firewall, HTTPS_PROXY; "
    "TLS that is taken apart on the way needs its certificate in SSL_CERT_FILE"
)
ANSWER = "check api_url and web_url: what answers there is not Slack"
TIME = (
    "let the machine take its time from the network (timedatectl set-ntp true); what is collected "
    "goes by Slack's clock, but TLS and the times of logs go by this one"
)


def scope(name: str) -> str:
    """Return how a scope is added to a token."""
    return (
        f"{_APP} > OAuth & Permissions > User Token Scopes > Add an OAuth Scope: {name}; then "
        "Reinstall to Organization, signed in as an owner of the organisation, and store the "
        "new token"
    )


def remedy(failure: CollectorFailed, wanted: str) -> str:
    """Return what to do about a failure.

    Args:
        failure: What Slack's client raised.
        wanted: The scope that the request needs.
    """
    by_kind = {
        "auth": TOKEN,
        "scope": scope(wanted),
        "plan": PLAN,
        "rate": RATE,
        "network": NETWORK,
        "protocol": ANSWER,
    }
    return by_kind.get(failure.kind, "")
