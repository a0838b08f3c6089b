"""What is written beside each parameter and field of a module: its markers, by place."""

from collections.abc import Mapping

from mypy.nodes import CallExpr, Expression, MypyFile

from mypy_plugin.dependants.record import Source
from mypy_plugin.markers import gives_default, gives_name, parameter_marker
from mypy_plugin.weaving.sites import Question, Woven
from mypy_plugin.weaving.statements import Position


class Written:
    """The markers that were woven into a tree, as they stand there.

    A place is the position of the owner, a function or an assignment, and the number of the
    parameter, None for an assignment. `marked` has the dependency markers in `Annotated`,
    `named` what stands there and may be a variable bound to one.
    """

    def __init__(
        self, tree: MypyFile, woven: Woven, held_back: Mapping[CallExpr, Expression]
    ) -> None:
        self._tree = tree
        self._woven = woven
        self._probed: dict[Expression, Expression] = {
            probe: held_back.get(probe, probe.args[0]) for probe in woven.sites
        }
        self.marked: dict[tuple[Position, int | None], CallExpr] = {}
        self.named: dict[tuple[Position, int | None], Expression] = {}
        for probe, site in woven.sites.items():
            asked = self.marker_in(probe)
            if site.question is Question.MARKER and isinstance(asked, CallExpr):
                self.marked[site.owner, site.slot] = asked
            elif site.question is Question.VARIABLE and probe not in woven.defaults:
                self.named[site.owner, site.slot] = asked

    def marker_in(self, value: Expression) -> Expression:
        """Give what a probe was put around; any other value as it is."""
        return self._probed.get(value, value)

    def count(self, owner: Position, slot: int | None) -> int:
        """Count the parameter markers in the `Annotated` of a place."""
        return len(self._woven.annotated.get((owner, slot), ()))

    def source(
        self, name: str, owner: Position, slot: int | None, default: Expression | None
    ) -> Source | None:
        """Give the source a parameter or field names: in its default, else in `Annotated`."""
        place, marker = (owner, slot), parameter_marker(default)
        names = tuple(map(self._name, self._woven.annotated.get(place, ())))
        if marker is not None and isinstance(default, CallExpr):
            has_default, renamed = gives_default(default, by_factory=True), gives_name(default)
            return Source(name, marker, has_default, renamed, is_default=True, annotated=names)
        if not names:
            return None
        renamed, inner = place in self._woven.renamed, place in self._woven.inner_defaults
        return Source(name, names[-1], default is not None, renamed, inner, annotated=names)

    def _name(self, written: str) -> str:
        """Give the name of a parameter marker, also if it was imported as another."""
        symbol = self._tree.names.get(written)
        return ((symbol.fullname if symbol is not None else None) or written).rpartition(".")[2]
