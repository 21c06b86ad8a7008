"""Slack's names of errors: whose turn it is, and what to do.

From the pages of the methods and from what collectors have met. The Audit Logs API and the Web API
spell some of them differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Cause(Enum):
    """Why Slack does not answer, by what cures it."""

    TOKEN = auto()
    SCOPE = auto()
    PLAN = auto()
    RATE = auto()
    CURSOR = auto()
    SERVER = auto()
    REQUEST = auto()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an error means.

    Attributes:
        cause: By what cures it.
        advice: What to do.
    """

    cause: Cause
    advice: str


_LOST = "no token arrived; check where the settings read it from"
_RENEW = "install the app on the organisation again and store the new token"
_USERS_OWN = (
    "use the user token (xoxp-) of an owner of the organisation; no bot or app token will do"
)
_OWNER = (
    "the app must be installed on the organisation, not on a workspace, by an owner of it; "
    "access and integration logs want an admin"
)
_SCOPE = (
    "add the scope (auditlogs:read for audit logs, admin for access and integration logs) to the "
    "app and install it again"
)
_ALLOWED = "an admin must allow the app, or this machine's address"
_PLAN = "audit logs want Slack's plan Enterprise, access logs a paid one"
_REQUEST = "this is a mistake in the request: report it, with the version of slack-ocsf"
_TEAM = "check `team` in the settings: an id that begins with E or T, of this organisation"
_SIGN_IN = "the user of the token must sign in to the organisation again, with what it asks for"
_WAIT = "Slack has a fault; it is asked again"

_BY_CAUSE: dict[Cause, dict[str, tuple[str, ...]]] = {
    Cause.TOKEN: {
        _LOST: ("missing_authentication", "not_authed"),
        _RENEW: (
            "invalid_authentication",
            "invalid_auth",
            "invalid_token",
            "token_revoked",
            "token_expired",
            "account_inactive",
        ),
        _USERS_OWN: (
            "not_allowed_token_type",
            "bad_token_type",
            "bot_tokens_not_allowed",
            "user_is_bot",
        ),
        _SIGN_IN: ("org_login_required", "two_factor_setup_required"),
        _OWNER: ("invalid_workspace",),
    },
    Cause.SCOPE: {
        _SCOPE: ("missing_scope", "no_permission", "no_scopes"),
        _OWNER: (
            "user_not_authorized",
            "team_not_authorized",
            "not_authorized",
            "not_an_admin",
            "not_an_enterprise",
            "missing_role",
            "user_is_restricted",
            "user_is_ultra_restricted",
            "team_access_not_granted",
        ),
        _ALLOWED: (
            "access_denied",
            "accesslimited",
            "enterprise_is_restricted",
            "ekm_access_denied",
            "not_allowed",
            "restricted_action",
        ),
    },
    Cause.PLAN: {
        _PLAN: (
            "feature_not_enabled",
            "paid_only",
            "paid_teams_only",
            "plan_upgrade_required",
            "upgrade_required",
        ),
    },
    Cause.RATE: {"": ("rate_limited", "ratelimited")},
    Cause.CURSOR: {"": ("invalid_cursor", "expired_cursor", "cursor_expired", "bad_cursor")},
    Cause.SERVER: {
        _WAIT: (
            "fatal_error",
            "internal_error",
            "request_timeout",
            "service_unavailable",
            "team_added_to_org",
        ),
    },
    Cause.REQUEST: {
        _REQUEST: (
            "deprecated_endpoint",
            "invalid_action",
            "invalid_arg_name",
            "invalid_arguments",
            "invalid_limit",
            "method_deprecated",
            "method_not_allowed",
            "missing_argument",
            "over_pagination_limit",
            "unknown_method",
        ),
        _TEAM: ("invalid_team_id", "missing_team_id", "team_not_found", "invalid_team"),
    },
}

MEANINGS: dict[str, Meaning] = {
    name: Meaning(cause, advice)
    for cause, advised in _BY_CAUSE.items()
    for advice, names in advised.items()
    for name in names
}
"""The meaning of each name that is known."""

_OF_STATUS = {
    401: Meaning(Cause.TOKEN, _RENEW),
    402: Meaning(Cause.PLAN, _PLAN),
    403: Meaning(Cause.SCOPE, f"{_SCOPE}; {_OWNER}"),
    408: Meaning(Cause.SERVER, _WAIT),
    429: Meaning(Cause.RATE, ""),
}
_SERVER_ERRORS = 500


def meaning(name: str, status: int, *, has_cursor: bool) -> Meaning | None:
    """Tell what an answer means: by its name first, by its status else.

    Args:
        name: Slack's name for the error, empty when the answer has none.
        status: Of HTTP.
        has_cursor: Whether a cursor was sent.

    Returns:
        None when neither says.
    """
    if name in MEANINGS:
        return MEANINGS[name]
    if status in _OF_STATUS:
        return _OF_STATUS[status]
    if status >= _SERVER_ERRORS:
        return Meaning(Cause.SERVER, _WAIT)
    if "cursor" in name or (status == 400 and has_cursor):  # noqa: PLR2004 - HTTP's own number
        return Meaning(Cause.CURSOR, "")
    return None
