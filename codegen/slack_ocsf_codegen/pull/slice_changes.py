"""How two slices of one OCSF version differ."""

from dataclasses import dataclass

from slack_ocsf_codegen.pull.slice import Export


@dataclass(frozen=True, slots=True)
class SliceChanges:
    """Names like `objects.user`, `types.ip_t`, or `objects.user.attributes.name`, sorted.

    The attributes of a new or vanished class or object are not named one by one.
    """

    new: tuple[str, ...]
    vanished: tuple[str, ...]
    changed: tuple[str, ...]

    def __str__(self) -> str:
        lists = (("new", self.new), ("vanished", self.vanished), ("changed", self.changed))
        lines = [f"{word} {name}" for word, names in lists for name in names]
        return "\n".join(lines) or "nothing changed"


def compare(before: Export, after: Export) -> SliceChanges:
    """Return how `after` differs from `before`."""
    was, is_now = _flat(before), _flat(after)
    return SliceChanges(
        new=_outermost(set(is_now) - set(was)),
        vanished=_outermost(set(was) - set(is_now)),
        changed=tuple(sorted(name for name in is_now if name in was and was[name] != is_now[name])),
    )


def _flat(export: Export) -> dict[str, object]:
    """Return what is compared, by its name."""
    dictionary = export.get("dictionary")
    types = dictionary["types"]["attributes"] if dictionary else export["types"]
    flat: dict[str, object] = {f"types.{name}": body for name, body in types.items()}
    for part in ("classes", "objects"):
        for name, body in export[part].items():
            rest = {key: value for key, value in body.items() if key != "attributes"}
            flat[f"{part}.{name}"] = rest
            for attribute, value in body["attributes"].items():
                flat[f"{part}.{name}.attributes.{attribute}"] = value
    return flat


def _outermost(names: set[str]) -> tuple[str, ...]:
    """Return the names without those of attributes whose owner is among them."""
    return tuple(sorted(name for name in names if _owner(name) not in names - {name}))


def _owner(name: str) -> str:
    return name.partition(".attributes.")[0]
