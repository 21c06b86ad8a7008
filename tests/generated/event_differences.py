"""Two events side by side, as lines that a person can read."""

from collections.abc import Iterator

from ocsf_export import Json

NOTHING = object()
LONGEST = 200


def key_of(scalar: Json) -> tuple[str, str]:
    """What tells scalars apart: `True`, `1`, `1.0` and `"1"` differ, NaN is NaN."""
    if isinstance(scalar, int) and not isinstance(scalar, bool):
        return "int", hex(scalar)
    return type(scalar).__name__, repr(scalar)


def differences(generated: Json, interpreted: Json) -> list[str]:
    """Where two events differ; the order of keys, observables and profiles is no difference.

    Either may also be a string that says why there is no event.
    """
    return list(_compared("$", _ordered(generated), _ordered(interpreted)))


def _ordered(event: Json) -> Json:
    if not isinstance(event, dict):
        return event
    ordered = dict(event)
    if isinstance(ordered.get("observables"), list):
        ordered["observables"] = sorted(ordered["observables"], key=repr_of_observable)
    metadata = ordered.get("metadata")
    if isinstance(metadata, dict) and isinstance(metadata.get("profiles"), list):
        ordered["metadata"] = {**metadata, "profiles": sorted(metadata["profiles"])}
    return ordered


def repr_of_observable(observable: dict[str, Json]) -> str:
    """Order observables by what they say, whatever the order of their keys."""
    return repr(sorted(observable.items(), key=lambda item: item[0]))


def _compared(path: str, generated: Json, interpreted: Json) -> Iterator[str]:
    if isinstance(generated, dict) and isinstance(interpreted, dict):
        for key in dict.fromkeys([*generated, *interpreted]):
            pair = generated.get(key, NOTHING), interpreted.get(key, NOTHING)
            yield from _compared(f"{path}.{key}", *pair)
    elif (
        isinstance(generated, list)
        and isinstance(interpreted, list)
        and len(generated) == len(interpreted)
    ):
        for index, pair in enumerate(zip(generated, interpreted, strict=True)):
            yield from _compared(f"{path}[{index}]", *pair)
    elif not _same(generated, interpreted):
        yield f"{path}: generated {_shown(generated)}, interpreted {_shown(interpreted)}"


def _same(one: Json, other: Json) -> bool:
    if isinstance(one, dict | list) or isinstance(other, dict | list):
        return False
    return one is other or key_of(one) == key_of(other)


def _shown(value: Json) -> str:
    if value is NOTHING:
        return "nothing"
    text = ascii(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}... ({len(text)} characters)"
