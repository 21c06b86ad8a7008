"""The texts of sources, as a person reads them: literals, arms of lookups, kinds, sentences."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from slack_ocsf_codegen.effects.presence import ALWAYS, arm_condition, keys_of, written
from slack_ocsf_codegen.effects.sources import Keys, Source
from slack_ocsf_codegen.ir import Arm, Build, Caption, Constant, Lookup, Sentence, Value


def literal(value: Arm) -> Source:
    """Return the source that a literal is; an object is read by its members instead."""
    if isinstance(value, Caption):
        return Source(caption(value), ALWAYS)
    if isinstance(value, Build):
        raise TypeError("an object of literals has a source for each of its members")
    return Source(json.dumps(value.value, ensure_ascii=False), ALWAYS, is_wording=True)


def caption(value: Caption) -> str:
    """Return an enum member as a person reads it."""
    return f"{value.text} ({value.id})"


def arms(lookup: Lookup, member: Keys, silent: Iterable[str] = ()) -> Iterator[Source]:
    """Return a source for each arm, and one for the default; arms that say the same as it go.

    Args:
        lookup: The lookup.
        member: Where its path begins.
        silent: More arms of it, which say nothing.
    """
    default = None if lookup.default is None else literal(lookup.default)
    conditions = {arm_condition(lookup, arm, member) for arm in silent}
    for arm, result in lookup.arms:
        source = literal(result)
        if source != default:
            condition = arm_condition(lookup, arm, member)
            conditions.add(condition)
            text = f"{source.text} where {condition}"
            yield replace(source, text=text, presence=frozenset({condition}))
    if default is not None:
        yield replace(default, unless=frozenset(conditions))


def leaf_lookups(lookup: Lookup) -> Iterator[tuple[str, Lookup, list[str]]]:
    """Return a lookup whose arms are objects as one for each member of them.

    With it come the path of the member, and the arms that do not have it.
    """
    leaves = [(arm, dict(_leaves(result, ""))) for arm, result in lookup.arms]
    otherwise = {} if lookup.default is None else dict(_leaves(lookup.default, ""))
    every = [otherwise, *(found for _, found in leaves)]
    for path in dict.fromkeys(path for found in every for path in found):
        rows = tuple((arm, found[path]) for arm, found in leaves if path in found)
        silent = [arm for arm, found in leaves if path not in found]
        yield path, replace(lookup, arms=rows, default=otherwise.get(path)), silent


def _leaves(value: Value, at: str) -> Iterator[tuple[str, Constant | Caption]]:
    if isinstance(value, Build):
        for slot in value.slots:
            yield from _leaves(slot.value, f"{at}.{slot.text_attribute or slot.attribute}")
    elif isinstance(value, Constant | Caption):
        yield at, value


def kind_text(member: Keys) -> str:
    """Return the kind of the entity at a member as the table writes it."""
    return "$kind" if member == ("entity",) else f"$kind of {written(member)}"


def sentence_text(sentence: Sentence, member: Keys) -> str:
    """Return a sentence as the table writes it."""
    parts = []
    for part in sentence.parts:
        pieces = "".join(
            _doubled(piece) if isinstance(piece, str) else f"{{{written(keys_of(piece, member))}}}"
            for piece in part.pieces
        )
        parts.append(f"[{pieces}]" if part.optional else pieces)
    return json.dumps("".join(parts), ensure_ascii=False)


def _doubled(text: str) -> str:
    return "".join(char * 2 if char in "[]{}" else char for char in text)
