"""The drawn path: how a mistake's place in the graph is shown.

`list_books → repo (request) → unit_of_work → session (function)`

Knows names, scopes and places. Knows nothing of callables, graphs or mypy: both
halves make links from what they have. Imports nothing but the standard library.
"""

from typing import NamedTuple

from typed_depends.scope import Scope


class Link(NamedTuple):
    """One dependant on a path: its name, its lifetime if it has one, where it is defined."""

    name: str
    scope: Scope | None = None
    where: str | None = None

    def __str__(self) -> str:
        return self.name if self.scope is None else f"{self.name} ({self.scope})"


class Chain(NamedTuple):
    """A path through the graph, the outermost dependant first."""

    links: tuple[Link, ...] = ()

    def then(self, link: Link) -> "Chain":
        """Return this path with one more link at its end."""
        return Chain((*self.links, link))

    def __str__(self) -> str:
        """Draw the path on one line: `endpoint → repo (request) → session (function)`."""
        return " → ".join(str(link) for link in self.links)

    def tree(self, indent: str = "") -> str:
        """Draw the path downwards, one link a line, with places where they are known."""
        labels = [
            f"{indent}{'   ' * (depth - 1)}{'└─ ' if depth else ''}{link}"
            for depth, link in enumerate(self.links)
        ]
        width = max((len(label) for label in labels), default=0)
        return "\n".join(
            f"{label:<{width}}   {link.where}" if link.where else label
            for label, link in zip(labels, self.links, strict=True)
        )
