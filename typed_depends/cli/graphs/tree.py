"""Graphs as coloured text. What is shared is drawn once, and named where it is used again."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from typed_depends.cli.graphs.drawn import Drawn, held_by, marks, takes
from typed_depends.drawing.picture import DrawnEdge

STYLES = {
    "lifespan": "green",
    "request": "blue",
    "function": "yellow",
    "kind": "dim",
    "security": "magenta",
    "override": "red",
}

_UNBROKEN = 10_000
"""More columns than a line has."""


def write_tree(routes: Sequence[Drawn], console: Console) -> None:
    """Write one tree a route; on a terminal long lines are broken within their branch."""
    if not console.is_terminal:
        console.width = _UNBROKEN
    for number, route in enumerate(routes):
        if number:
            console.print()
        console.print(_Branches(route).tree())


class _Branches:
    def __init__(self, route: Drawn) -> None:
        self._route = route
        self._drawn: set[int] = set()

    def tree(self) -> Tree:
        root = Tree(
            Text.assemble(
                (self._route.method, "bold cyan"),
                f" {self._route.path}  ",
                self._label(0, None),
            ),
            guide_style="dim",
        )
        # No recursion: graphs may be deep.
        waiting = [(root, edge) for edge in reversed(held_by(self._route.picture, 0))]
        while waiting:
            branch, edge = waiting.pop()
            again = edge.provider in self._drawn
            added = branch.add(self._label(edge.provider, edge, again=again))
            if not again:
                self._drawn.add(edge.provider)
                below = held_by(self._route.picture, edge.provider)
                waiting += [(added, one) for one in reversed(below)]
        return root

    def _label(self, number: int, edge: DrawnEdge | None, *, again: bool = False) -> Text:
        node = self._route.picture.nodes[number]
        label = Text()
        if edge is not None and edge.name and edge.name != node.name:
            label.append(f"{edge.name} = ", "dim")
        label.append(node.name, "dim" if again else "bold")
        for word, about in marks(node):
            label.append(f" ({word})", STYLES[about])
        if edge is not None and not edge.cached:
            label.append(" called anew", "italic")
        if again:
            return label.append(" ↑ shared" if edge is None or edge.cached else " ↑", "dim")
        if node.needed_by > 1:
            label.append(f" shared by {node.needed_by}", "italic")
        for one in takes(node):
            label.append(f"  {one}", "cyan")
        return label
