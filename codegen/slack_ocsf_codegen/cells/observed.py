"""Tell which columns of a class are observables, in the order in which events list them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from slack_ocsf_codegen.cells.tree import SCALARS, Tree, element
from slack_ocsf_codegen.ir import Attribute, Ocsf, OcsfClass, OcsfObject
from slack_ocsf_codegen.observe import Place
from slack_ocsf_codegen.usual.structs import NotUsual


@dataclass(frozen=True, slots=True)
class ObservedColumn:
    """A column whose values are observables.

    Attributes:
        place: Where it stands.
        type_id: Number of the observable's type.
        type: Caption of that.
    """

    place: Place
    type_id: int
    type: str


@dataclass(frozen=True, slots=True)
class Observing:
    """Finds the observables of a class.

    Attributes:
        ocsf: The schema.
        lengths: How many elements lists have at most, one where it does not say.
    """

    ocsf: Ocsf
    lengths: Mapping[Place, int] = field(default_factory=dict)

    def columns(self, ocsf_class: OcsfClass, tree: Mapping[str, Tree]) -> list[ObservedColumn]:
        """Return them.

        Args:
            ocsf_class: The class.
            tree: Its columns.

        Raises:
            NotUsual: An observable is no column.
        """
        return list(self._within(ocsf_class.body, tree, ()))

    def _within(
        self, body: OcsfObject, tree: Mapping[str, Tree], path: Place
    ) -> Iterator[ObservedColumn]:
        for name in sorted(tree):
            attribute = body.attributes.get(name)
            if attribute is not None:
                yield from self._of_attribute(attribute, tree[name], (*path, name))

    def _of_attribute(
        self, attribute: Attribute, tree: Tree, place: Place
    ) -> Iterator[ObservedColumn]:
        if isinstance(tree, list):
            for number in range(self.lengths.get(place, 1)):
                inner = (*place[:-1], element(place[-1], number))
                yield from self._of_attribute(attribute, tree[0], inner)
        elif attribute.observable is not None:
            if tree not in SCALARS:
                raise NotUsual(place)  # as a text it is in no column
            number = attribute.observable
            yield ObservedColumn(place, number, self.ocsf.observables[number])
        elif isinstance(tree, Mapping) and attribute.object_type is not None:
            yield from self._within(self.ocsf.objects[attribute.object_type], tree, place)
