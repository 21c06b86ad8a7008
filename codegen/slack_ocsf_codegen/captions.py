"""Enum members by caption, as the table writes them."""

from slack_ocsf_codegen.ir import OTHER, Attribute, Caption
from slack_ocsf_codegen.names import did_you_mean, snake


def captions(attribute: Attribute) -> dict[str, Caption]:
    """Return an enum's members by their captions in snake_case."""
    return {
        snake(caption): Caption(int(number), caption)
        for number, caption in sorted(attribute.enum.items())
    }


def caption_of(value: object, attribute: Attribute, wrong: type[Exception]) -> Caption:
    """Return the member that a literal names.

    Raises:
        wrong: The enum has no such member, or Other, which needs a text of the source's own.
    """
    members = captions(attribute)
    name = attribute.sibling or attribute.name
    if not isinstance(value, str):
        raise wrong(f"{name!r} is an enum: write a caption, not {value!r}")
    if value not in members:
        raise wrong(f"unknown caption {value!r} of {name!r}{did_you_mean(value, members)}")
    if members[value].id == OTHER:
        raise wrong(f'{name} Other needs the source\'s own text: {{ other = "..." }}')
    return members[value]
