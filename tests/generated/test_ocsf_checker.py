from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs
import pytest
from ocsf_json_schema import OcsfJsonSchemaEmbedded

import ocsf_checker_samples as samples
from ocsf_checker import official_export, violations

if TYPE_CHECKING:
    from collections.abc import Callable

Event = dict[str, Any]
VALID: list[Callable[[], Event]] = [
    samples.authentication,
    samples.file_hosting,
    samples.application_lifecycle,
    samples.detection_finding,
    samples.account_change,
    samples.base_event,
]
DROP = object()
"""In place of a value: take the attribute out."""


class Broken(NamedTuple):
    """A valid event, changes to it by path, and the one violation that they make.

    `schema` is whether the official JSON Schema refuses the event too; None when what was
    changed is no JSON, so that it cannot be asked.
    """

    valid: Callable[[], Event]
    changes: dict[str, object]
    violation: str
    schema: bool | None


LONG_IP = "2001:0db8:0000:0000:0000:0000:0000:0000000"
CVE = {"name": "vulnerabilities[0].cve.uid", "type_id": 18, "type": "CVE Object: uid"}
CWE = {"name": "vulnerabilities[0].cwe.uid", "type_id": 17, "type": "CWE Object: uid"}
LOGON, HOSTING, APP, FINDING, RESET, BASE = VALID

SHAPE = {
    "unknown class": Broken(
        RESET, {"class_uid": 9999}, "class_uid: 9999 is no class of OCSF 1.5.0", schema=True
    ),
    "class missing": Broken(
        RESET, {"class_uid": DROP}, "class_uid: None is no class of OCSF 1.5.0", schema=True
    ),
    "attribute that the class lacks": Broken(
        LOGON, {"org": {"uid": "T0"}}, "org: authentication has no such attribute", schema=True
    ),
    "attribute that the object lacks": Broken(
        LOGON, {"user.nickname": "w"}, "user.nickname: user has no such attribute", schema=True
    ),
    "attribute that an object in an array lacks": Broken(
        FINDING,
        {"evidences.0.url.host": "a"},
        "evidences[0].url.host: url has no such attribute",
        schema=True,
    ),
    "required attribute missing": Broken(
        RESET,
        {"user": DROP, "observables": DROP},
        "user: missing, account_change requires it",
        schema=True,
    ),
    "required attribute of an object missing": Broken(
        HOSTING,
        {"file.type_id": DROP, "file.type": DROP},
        "file.type_id: missing, file requires it",
        schema=True,
    ),
    "required attribute of a listed profile missing": Broken(
        BASE,
        {"metadata.profiles": ["cloud"], "api": {"operation": "team.info"}},
        "cloud: missing, base_event requires it",
        schema=True,
    ),
    "at_least_one of the class": Broken(
        LOGON,
        {"service": DROP},
        "event: 0 of service, dst_endpoint, needs at least one",
        schema=True,
    ),
    "at_least_one of an object": Broken(
        RESET,
        {"user.groups": [{"domain": "example.org"}]},
        "user.groups[0]: 0 of name, uid, needs at least one",
        schema=True,
    ),
    "just_one with none": Broken(
        FINDING,
        {"vulnerabilities": [{"title": "Leak"}]},
        "vulnerabilities[0]: 0 of advisory, cve, cwe, needs exactly one",
        schema=True,
    ),
    "just_one with two": Broken(
        FINDING,
        {
            "vulnerabilities": [{"cve": {"uid": "V1"}, "cwe": {"uid": "W1"}}],
            "evidences": DROP,
            "observables": [{**CVE, "value": "V1"}, {**CWE, "value": "W1"}],
        },
        "vulnerabilities[0]: 2 of advisory, cve, cwe, needs exactly one",
        schema=True,
    ),
    "attribute deprecated": Broken(
        FINDING,
        {"finding_info.product_uid": "slack"},
        "finding_info.product_uid: the attribute is deprecated",
        schema=False,
    ),
    "enum value deprecated": Broken(
        FINDING,
        {
            "class_uid": 2006,
            "class_name": "Data Security Finding",
            "activity_id": 4,
            "activity_name": "Suppressed",
            "type_uid": 200604,
            "type_name": "Data Security Finding: Suppressed",
            "evidences": DROP,
            "observables": DROP,
        },
        "activity_id: 4 is deprecated",
        schema=False,
    ),
    "class deprecated": Broken(
        BASE,
        {
            "class_uid": 5018,
            "class_name": "User Query",
            "category_uid": 5,
            "category_name": "Discovery",
            "type_uid": 501899,
            "type_name": "User Query: Other",
            "query_result_id": 1,
            "query_result": "Exists",
            "user": {"full_name": "W", "uid_alt": "w", "account": {"labels": ["a"], "uid": "7"}},
            "observables": [
                {
                    "name": "user.account.uid",
                    "type_id": 35,
                    "type": "Account Object: uid",
                    "value": "7",
                }
            ],
        },
        "class_uid: user_query is deprecated",
        schema=False,
    ),
}
PROFILES = {
    "attribute of a profile that is not listed": Broken(
        BASE,
        {"is_alert": True},
        "is_alert: comes with the profile security_control, not in metadata.profiles",
        schema=True,
    ),
    "attribute of an object with a profile that is not listed": Broken(
        HOSTING,
        {"file.is_public": True},
        "file.is_public: comes with the profile cloud, not in metadata.profiles",
        schema=True,
    ),
    "profile listed and not used": Broken(
        RESET,
        {"metadata.profiles": ["host"]},
        "metadata.profiles[0]: the event uses nothing of the profile host",
        schema=False,
    ),
    "profile that the class does not offer": Broken(
        RESET,
        {"metadata.profiles": ["incident"]},
        "metadata.profiles[0]: account_change does not offer the profile incident",
        schema=False,
    ),
    "profile listed twice": Broken(
        APP,
        {"metadata.profiles": ["host", "host"]},
        "metadata.profiles[1]: host is listed twice",
        schema=False,
    ),
}
VALUES = {
    "number at a string": Broken(
        LOGON, {"status_detail": 5}, "status_detail: 5 is not a string", schema=True
    ),
    "bool at an integer": Broken(
        LOGON, {"count": True}, "count: True is not an integer", schema=True
    ),
    "float at an integer": Broken(
        LOGON, {"count": 1.0}, "count: 1.0 is not an integer", schema=False
    ),
    "string at a boolean": Broken(
        LOGON, {"is_mfa": "true"}, "is_mfa: 'true' is not a boolean", schema=True
    ),
    "string at an object": Broken(
        RESET, {"metadata.product": "w"}, "metadata.product: 'w' is not an object", schema=True
    ),
    "string at an array": Broken(
        RESET, {"metadata.labels": "a"}, "metadata.labels: 'a' is not an array", schema=True
    ),
    "list at a string": Broken(
        RESET, {"message": ["a"]}, "message: ['a'] is not a string", schema=True
    ),
    "number in an array of strings": Broken(
        RESET, {"metadata.labels": ["a", 5]}, "metadata.labels[1]: 5 is not a string", schema=True
    ),
    "longer than max_len": Broken(
        LOGON,
        {"src_endpoint.ip": LONG_IP, "observables.3.value": LONG_IP},
        "src_endpoint.ip: 42 characters are more than the 40 of ip_t",
        schema=True,
    ),
    "pattern not matched": Broken(
        LOGON,
        {"user.email_addr": "wilder", "observables.2.value": "wilder"},
        "user.email_addr: 'wilder' does not match the pattern of email_t",
        schema=True,
    ),
    "newline after what the pattern matches": Broken(
        LOGON,
        {"user.email_addr": "w@example.org\n", "observables.2.value": "w@example.org\n"},
        "user.email_addr: 'w@example.org\\n' does not match the pattern of email_t",
        schema=True,
    ),
    "address that only the pattern accepts": Broken(
        LOGON,
        {"src_endpoint.ip": "1234567", "observables.3.value": "1234567"},
        "src_endpoint.ip: '1234567' is not an IP address",
        schema=False,
    ),
    "port out of range": Broken(
        LOGON,
        {"src_endpoint.port": 65536, "observables.4.value": "65536"},
        "src_endpoint.port: 65536 is not from 0 to 65535",
        schema=True,
    ),
    "id outside of the enum": Broken(
        RESET, {"severity_id": 42}, "severity_id: 42 is not in the enum", schema=True
    ),
    "text outside of the enum": Broken(
        LOGON,
        {"http_request.http_method": "FETCH"},
        "http_request.http_method: 'FETCH' is not in the enum",
        schema=True,
    ),
    "null": Broken(RESET, {"message": None}, "message: None is empty", schema=True),
    "empty string": Broken(RESET, {"message": ""}, "message: '' is empty", schema=False),
    "empty list": Broken(
        RESET, {"metadata.labels": []}, "metadata.labels: [] is empty", schema=False
    ),
    "empty object": Broken(RESET, {"user.org": {}}, "user.org: {} is empty", schema=True),
    "empty unmapped": Broken(RESET, {"unmapped": {}}, "unmapped: {} is empty", schema=False),
    "empty string in an array": Broken(
        RESET, {"metadata.labels": ["a", ""]}, "metadata.labels[1]: '' is empty", schema=False
    ),
    "empty json_t": Broken(
        FINDING, {"evidences.0.data": {}}, "evidences[0].data: {} is empty", schema=False
    ),
    "integer beyond 64 bits": Broken(
        RESET, {"count": 2**63}, "count: an integer beyond 64 bits", schema=None
    ),
    "integer beyond 64 bits under unmapped": Broken(
        HOSTING,
        {"unmapped.details.ids": [1, -(2**63) - 1]},
        "unmapped.details.ids[1]: an integer beyond 64 bits",
        schema=None,
    ),
    "not a number": Broken(
        HOSTING, {"unmapped.score": float("nan")}, "unmapped.score: nan is not finite", schema=None
    ),
    "infinite": Broken(
        FINDING,
        {"evidences.0.data.score": float("-inf")},
        "evidences[0].data.score: -inf is not finite",
        schema=None,
    ),
    "tuple": Broken(
        HOSTING, {"unmapped.pair": (1, 2)}, "unmapped.pair: a tuple is not JSON", schema=None
    ),
    "time in seconds": Broken(
        RESET,
        {"time": 1_786_000_123},
        "time: 1786000123 is too small for ms since the epoch",
        schema=False,
    ),
    "version of another export": Broken(
        RESET,
        {"metadata.version": "1.4.0"},
        "metadata.version: '1.4.0' is not '1.5.0'",
        schema=False,
    ),
}
CAPTIONS = {
    "caption missing": Broken(
        RESET, {"severity": DROP}, "severity: missing beside severity_id", schema=False
    ),
    "caption of another id": Broken(
        RESET,
        {"severity": "Low"},
        "severity: 'Low' is not 'Informational', the caption of 1",
        schema=False,
    ),
    "caption in an object": Broken(
        HOSTING,
        {"file.type": "regular file"},
        "file.type: 'regular file' is not 'Regular File', the caption of 1",
        schema=False,
    ),
    "no text of the source's own beside id 99": Broken(
        APP,
        {"activity_name": "Other"},
        "activity_name: 'Other' beside id 99 is not the source's own text",
        schema=False,
    ),
    "empty text beside id 99": Broken(
        APP, {"activity_name": ""}, "activity_name: '' is empty", schema=False
    ),
    "caption in an array": Broken(
        FINDING,
        {"evidences.0.url.categories": ["Adult", "Tide tables"]},
        "evidences[0].url.categories: 'Adult' is not 'Adult/Mature Content', the caption of 1",
        schema=False,
    ),
    "fewer captions than ids in an array": Broken(
        FINDING,
        {"evidences.0.url.categories": ["Adult/Mature Content"]},
        "evidences[0].url.categories: 1 texts beside 2 of category_ids",
        schema=False,
    ),
    "name of another class": Broken(
        RESET,
        {"class_name": "Authentication"},
        "class_name: 'Authentication' is not 'Account Change', the caption of 3001",
        schema=False,
    ),
    "category of another class": Broken(
        RESET, {"category_uid": 4}, "category_uid: 4 is not in the enum", schema=True
    ),
    "name of another category": Broken(
        RESET,
        {"category_name": "Findings"},
        "category_name: 'Findings' is not 'Identity & Access Management', the caption of 3",
        schema=False,
    ),
    "name of another activity": Broken(
        RESET,
        {"activity_name": "Password Change"},
        "activity_name: 'Password Change' is not 'Password Reset', the caption of 4",
        schema=False,
    ),
    "name of another type": Broken(
        RESET,
        {"type_name": "Account Change: Other"},
        "type_name: 'Account Change: Other' is not 'Account Change: Password Reset',"
        " the caption of 300104",
        schema=False,
    ),
    "type of another activity": Broken(
        RESET,
        {"type_uid": 300103, "type_name": "Account Change: Password Change"},
        "type_uid: 300103 is not class_uid * 100 + activity_id, 300104",
        schema=False,
    ),
    "unknown activity": Broken(
        RESET,
        {
            "activity_id": 0,
            "activity_name": "Unknown",
            "type_uid": 300100,
            "type_name": "Account Change: Unknown",
        },
        "activity_id: 0 (Unknown), though the action is known",
        schema=False,
    ),
}
OBSERVABLES = {
    "observable missing": Broken(
        RESET,
        {"observables": DROP},
        "user.uid: observable (type 31), but missing in observables",
        schema=False,
    ),
    "observable of an array's element missing": Broken(
        LOGON,
        {"observables.6": DROP},
        "http_request.x_forwarded_for[0]: observable (type 2), but missing in observables",
        schema=False,
    ),
    "observable that points nowhere": Broken(
        APP,
        {"observables.0.name": "src_endpoint"},
        "observables[0].name: 'src_endpoint' is no attribute of the event",
        schema=False,
    ),
    "observable without a name": Broken(
        APP,
        {"observables.0.name": DROP},
        "observables[0].name: None is no attribute of the event",
        schema=False,
    ),
    "observable of an attribute without a mark": Broken(
        APP,
        {
            "observables.0": {
                "name": "app.name",
                "type_id": 4,
                "type": "User Name",
                "value": "Tide Tables",
            }
        },
        "observables[0].name: app.name is not observable",
        schema=False,
    ),
    "observable of another type": Broken(
        LOGON,
        {"observables.0.type_id": 4, "observables.0.type": "User Name"},
        "observables[0].type_id: 4 is not 31, the type of user.uid",
        schema=False,
    ),
    "observable with the caption of another type": Broken(
        RESET,
        {"observables.0.type": "User"},
        "observables[0].type: 'User' is not 'User Object: uid', the caption of 31",
        schema=False,
    ),
    "observable with another value": Broken(
        RESET,
        {"observables.0.value": "U0"},
        "observables[0].value: 'U0' is not the value of user.uid, 'U0PELAGIA2'",
        schema=False,
    ),
    "observable object with a value": Broken(
        APP,
        {"observables.0.value": "device"},
        "observables[0].value: 'device' is not the value of device, None",
        schema=False,
    ),
    "observable listed twice": Broken(
        RESET,
        {"observables": samples.account_change()["observables"] * 2},
        "observables[1].name: user.uid is listed twice",
        schema=False,
    ),
}
BROKEN = {**SHAPE, **PROFILES, **VALUES, **CAPTIONS, **OBSERVABLES}


def changed(event: Event, changes: dict[str, object]) -> Event:
    """Return a copy with values set, added or dropped at dotted paths."""
    event = deepcopy(event)
    for path, value in changes.items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        holder: Any = event
        for step in steps:
            holder = holder[step]
        if value is DROP:
            del holder[last]
        else:
            holder[last] = value
    return event


@cache
def schema(version: str) -> OcsfJsonSchemaEmbedded:
    return OcsfJsonSchemaEmbedded(official_export(version))


def schema_accepts(event: Event, class_uid: int) -> bool:
    official = schema("1.5.0")
    name = official.lookup_class_name_from_uid(class_uid)
    profiles = event["metadata"].get("profiles", [])
    return jsonschema_rs.is_valid(official.get_class_schema(name, profiles), event)


@pytest.mark.parametrize("valid", VALID)
def test_valid_event_has_no_violation(valid: Callable[[], Event]) -> None:
    assert violations(valid(), official_export("1.5.0")) == []


@pytest.mark.parametrize("valid", VALID)
def test_json_schema_accepts_the_valid_event(valid: Callable[[], Event]) -> None:
    event = valid()
    assert schema_accepts(event, event["class_uid"])


@pytest.mark.parametrize("broken", BROKEN.values(), ids=list(BROKEN))
def test_broken_event_has_its_one_violation(broken: Broken) -> None:
    event = changed(broken.valid(), broken.changes)
    assert violations(event, official_export("1.5.0")) == [broken.violation]


ASKED = {name: broken for name, broken in BROKEN.items() if broken.schema is not None}


@pytest.mark.parametrize("broken", ASKED.values(), ids=list(ASKED))
def test_json_schema_refuses_what_it_can_express(broken: Broken) -> None:
    event = changed(broken.valid(), broken.changes)
    known = isinstance(event.get("class_uid"), int) and event["class_uid"] != 9999
    class_uid = event["class_uid"] if known else broken.valid()["class_uid"]
    assert schema_accepts(event, class_uid) is not broken.schema


def test_all_violations_of_an_event_are_reported() -> None:
    event = changed(samples.account_change(), {"severity": "Low", "message": "", "org": {}})
    assert violations(event, official_export("1.5.0")) == [
        "org: account_change has no such attribute",
        "severity: 'Low' is not 'Informational', the caption of 1",
        "message: '' is empty",
    ]


@pytest.mark.parametrize("valid", [samples.account_change, samples.application_lifecycle])
def test_export_of_1_8_is_read_alike(valid: Callable[[], Event]) -> None:
    event = changed(valid(), {"metadata.version": "1.8.0"})
    assert violations(event, official_export("1.8.0")) == []


def test_export_of_1_8_says_which_profile_brings_an_attribute() -> None:
    event = changed(samples.base_event(), {"metadata.version": "1.8.0", "is_alert": True})
    assert violations(event, official_export("1.8.0")) == [
        "is_alert: comes with the profile security_control, not in metadata.profiles"
    ]


def test_requirements_are_those_of_the_version() -> None:
    event = changed(samples.base_event(), {"metadata.version": "1.3.0"})
    assert violations(event, official_export("1.3.0")) == [
        "metadata.product.vendor_name: missing, product requires it"
    ]


def test_deep_nesting_under_unmapped_is_walked() -> None:
    nested: object = 2**63
    for _ in range(50_000):
        nested = [nested]
    event = changed(samples.base_event(), {"unmapped": {"deep": nested}})
    assert violations(event, official_export("1.5.0")) == [
        f"unmapped.deep{'[0]' * 50_000}: an integer beyond 64 bits"
    ]


def test_integer_too_long_to_print_is_reported_by_its_bits() -> None:
    event = changed(samples.account_change(), {"message": 10**5000})
    assert violations(event, official_export("1.5.0")) == [
        "message: an integer of 16610 bits is not a string",
        "message: an integer beyond 64 bits",
    ]
