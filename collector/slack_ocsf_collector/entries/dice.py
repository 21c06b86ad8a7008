"""Chance that falls alike on every machine, Python version and hash seed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAIRS = tuple(first + second for first in _DIGITS for second in _DIGITS)


class Dice:
    """Random choices from a seed.

    Only `random` and `getrandbits` of `random.Random` are used: what its other methods give for
    a seed has changed between versions of Python.

    Attributes:
        random: Returns a float from 0 to below 1.
        bits: Returns an integer of so many random bits.
    """

    __slots__ = ("bits", "random")

    def __init__(self, seed: str) -> None:
        source = Random(seed)  # noqa: S311 - invented entries guard no secret
        self.random = source.random
        self.bits = source.getrandbits

    def chance(self, probability: float) -> bool:
        """Tell whether something of this probability happens."""
        return self.random() < probability

    def number(self, low: int, high: int) -> int:
        """Return an integer from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def one(self, options: Sequence[T]) -> T:
        """Return one of the options, all being as likely."""
        return options[int(self.random() * len(options))]

    def skewed(self, options: Sequence[T]) -> T:
        """Return one of the options, the earlier ones being likelier."""
        chance = self.random()
        return options[int(chance * chance * len(options))]

    def some(self, options: Sequence[T], most: int) -> list[T]:
        """Return one to `most` different options, in their order."""
        start = int(self.random() * len(options))
        return list(options[start : start + self.number(1, most)])

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """Return all options in a random order."""
        order = list(options)
        for last in range(len(order) - 1, 0, -1):
            other = int(self.random() * (last + 1))
            order[last], order[other] = order[other], order[last]
        return order

    def code(self, prefix: str) -> str:
        """Return an id as Slack writes it: the prefix of its kind and eight letters or digits."""
        random, pairs = self.random, _PAIRS
        return (
            f"{prefix}{pairs[int(random() * 1296)]}{pairs[int(random() * 1296)]}"
            f"{pairs[int(random() * 1296)]}{pairs[int(random() * 1296)]}"
        )

    def uuid(self) -> str:
        """Return a version 4 UUID."""
        digits = f"{self.bits(120):030x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-a{digits[15:18]}-{digits[18:]}"
