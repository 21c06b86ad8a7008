"""Valid OCSF 1.5.0 events written by hand, one per function, for the tests of `ocsf_checker`."""

from __future__ import annotations

from typing import Any

Event = dict[str, Any]


def _event(class_uid: int, class_name: str, activity: tuple[int, str], **rest: object) -> Event:
    """Return what every event has; `rest` adds to it."""
    categories = {
        0: "Uncategorized",
        2: "Findings",
        3: "Identity & Access Management",
        6: "Application Activity",
    }
    activity_id, activity_name = activity
    kind = "Other" if activity_id == 99 else activity_name
    return {
        "class_uid": class_uid,
        "class_name": class_name,
        "category_uid": class_uid // 1000,
        "category_name": categories[class_uid // 1000],
        "activity_id": activity_id,
        "activity_name": activity_name,
        "type_uid": class_uid * 100 + activity_id,
        "type_name": f"{class_name}: {kind}",
        "severity_id": 1,
        "severity": "Informational",
        "time": 1_786_000_123_000,
        "metadata": {"version": "1.5.0", "product": {"name": "Slack"}},
        **rest,
    }


def authentication() -> Event:
    """A logon: a service, observables of five types, an array of scalars."""
    return _event(
        3002,
        "Authentication",
        (1, "Logon"),
        status_id=1,
        status="Success",
        service={"name": "Slack"},
        user={"uid": "U0QW1LDER9", "name": "wilder", "email_addr": "wilder@example.org"},
        src_endpoint={"ip": "203.0.113.40", "port": 51234},
        http_request={"user_agent": "Browser/5", "x_forwarded_for": ["2001:db8::40"]},
        observables=[
            _observable("user.uid", 31, "User Object: uid", "U0QW1LDER9"),
            _observable("user.name", 4, "User Name", "wilder"),
            _observable("user.email_addr", 5, "Email Address", "wilder@example.org"),
            _observable("src_endpoint.ip", 2, "IP Address", "203.0.113.40"),
            _observable("src_endpoint.port", 11, "Port", "51234"),
            _observable("http_request.user_agent", 16, "HTTP User-Agent", "Browser/5"),
            _observable("http_request.x_forwarded_for[0]", 2, "IP Address", "2001:db8::40"),
        ],
    )


def file_hosting() -> Event:
    """A blocked download: the profile `security_control`, and data without a schema."""
    event = _event(
        6006,
        "File Hosting Activity",
        (2, "Download"),
        status_id=2,
        status="Failure",
        action_id=2,
        action="Denied",
        disposition_id=2,
        disposition="Blocked",
        actor={"user": {"uid": "U0QW1LDER9", "type_id": 1, "type": "User"}},
        file={"name": "plan.pdf", "type_id": 1, "type": "Regular File", "size": 5_000_000_000},
        src_endpoint={"name": "unknown"},
        unmapped={"details": {"previous_value": None, "ip_ranges": [], "note": ""}},
        observables=[
            _observable("actor.user.uid", 31, "User Object: uid", "U0QW1LDER9"),
            _observable("file.name", 7, "File Name", "plan.pdf"),
        ],
    )
    event["metadata"]["profiles"] = ["security_control"]
    return event


def application_lifecycle() -> Event:
    """An app's removal: `actor` comes with the profile `host`; an activity of its own."""
    event = _event(
        6002,
        "Application Lifecycle",
        (99, "Approve"),
        app={"name": "Tide Tables", "vendor_name": "Example"},
        actor={"user": {"type_id": 99, "type": "Contractor", "uid": "U0QW1LDER9"}},
        device={"type_id": 0, "type": "Unknown", "ip": "198.51.100.8"},
        observables=[
            _observable("device", 20, "Endpoint"),
            _observable("actor.user.uid", 31, "User Object: uid", "U0QW1LDER9"),
            _observable("device.ip", 2, "IP Address", "198.51.100.8"),
        ],
    )
    event["metadata"]["profiles"] = ["host"]
    return event


def detection_finding() -> Event:
    """A finding: json_t data, an array of objects, an array of enums."""
    return _event(
        2004,
        "Detection Finding",
        (1, "Create"),
        finding_info={"uid": "a-1", "title": "Tor", "types": ["tor"]},
        evidences=[
            {
                "data": {"reason": ["tor"], "previous_ua": ""},
                "url": {
                    "url_string": "https://files.example.com/a",
                    "category_ids": [1, 99],
                    "categories": ["Adult/Mature Content", "Tide tables"],
                },
            }
        ],
        observables=[
            _observable(
                "evidences[0].url.url_string", 6, "URL String", "https://files.example.com/a"
            )
        ],
    )


def account_change() -> Event:
    """A password reset of someone else."""
    return _event(
        3001,
        "Account Change",
        (4, "Password Reset"),
        user={"uid": "U0PELAGIA2"},
        observables=[_observable("user.uid", 31, "User Object: uid", "U0PELAGIA2")],
    )


def base_event() -> Event:
    """An action without a class."""
    return _event(0, "Base Event", (99, "lighthouse_painted"))


def _observable(name: str, type_id: int, caption: str, value: str | None = None) -> Event:
    found: Event = {"name": name, "type_id": type_id, "type": caption}
    return found if value is None else {**found, "value": value}
