"""Print how a value is put into an event."""

from dataclasses import dataclass, field, replace

from slack_ocsf_codegen.branches import Lines
from slack_ocsf_codegen.ir import Slot
from slack_ocsf_codegen.observe import Observed, Place


@dataclass(frozen=True, slots=True)
class Put:
    """Where a value goes: attributes of an object under construction, or a list.

    Attributes:
        target: The variable of the object or list.
        attribute: The attribute; None for an element of a list.
        text_attribute: Of an enum, the attribute of the text.
        only: The one attribute of an object which the value is put into first; None for none.
        place: Where the value then is in the event, as `observe` has it; None where that depends.
        seen: Remembers values that are observables.
        is_always: Whether the value is looked for in every entry.
    """

    target: str
    attribute: str | None = None
    text_attribute: str | None = None
    only: str | None = None
    place: Place | None = None
    seen: Observed = field(default_factory=Observed)
    is_always: bool = True

    def value(self, expression: str) -> Lines:
        """The statements that put one value."""
        written = f"{{{self.only!r}: {expression}}}" if self.only else expression
        return [*self._put(self.attribute, written), *self.see(expression)]

    def see(self, expression: str) -> Lines:
        """The statement that remembers a value put here, if it is to be."""
        return self.seen.see(self.place, expression)

    def caption(self, number: str, text: str) -> Lines:
        """The statements that put an enum member, the id and the text beside it."""
        lines = self._put(self.attribute, number)
        if self.text_attribute is not None:
            lines += self._put(self.text_attribute, text)
        return [*lines, *self.see_caption(number, text)]

    def see_caption(self, number: str, text: str) -> Lines:
        """The statements that remember an enum member put here, if that is to be."""
        beside = self.place and self.text_attribute and (*self.place[:-1], self.text_attribute)
        return [*self.see(number), *self.seen.see(beside or None, text)]

    def _put(self, attribute: str | None, expression: str) -> Lines:
        if attribute is None:
            return [f"{self.target}.append({expression})"]
        return [f"{self.target}[{attribute!r}] = {expression}"]

    def is_seen(self, *names: str | None) -> bool:
        """Whether the value put here, or an attribute of it, has a variable."""
        if self.place is None:
            return False
        places = [(*self.place, name) for name in names if name] if names else [self.place]
        return any(place in self.seen.units for place in places)

    def slot(self, slot: Slot, target: str) -> "Put":
        """Where the value of a slot of the object goes that is put here."""
        place = None if self.place is None else (*self.place, slot.attribute)
        return Put(
            target,
            slot.attribute,
            slot.text_attribute,
            place=place,
            seen=self.seen,
            is_always=self.is_always,
        )

    def only_slot(self, slot: Slot) -> "Put":
        """The same for an object of one slot, which is written around the value."""
        place = None if self.place is None else (*self.place, slot.attribute)
        return replace(self, text_attribute=None, only=slot.attribute, place=place)

    def element(self, target: str, *, is_alone: bool) -> "Put":
        """Where an element of the list goes that is put here."""
        place = (*self.place[:-1], f"{self.place[-1]}[0]") if self.place and is_alone else None
        return Put(target, place=place, seen=self.seen, is_always=self.is_always)

    def sometimes(self) -> "Put":
        """The same where the value is not looked for in every entry."""
        return replace(self, is_always=False)


class PutResult(Put):
    """The value is what the function returns, which is its target."""

    def _put(self, attribute: str | None, expression: str) -> Lines:
        del attribute  # a value that is returned has none
        return [f"{self.target} = {expression}"]


@dataclass(frozen=True, slots=True)
class KeptPut(Put):
    """The object around the value, which has no other attribute, is kept from event to event.

    Attributes:
        kept: Its name.
    """

    kept: str = ""

    def value(self, expression: str) -> Lines:
        """The statements that put one value."""
        filled = f"{self.kept}[{self.only!r}] = {expression}"
        return [filled, *self._put(self.attribute, self.kept), *self.see(expression)]
