"""Overrides: which provider stands in for which, here and now.

The table `dependency_overrides` counts for everybody; what `override(...)` puts in place is
a context variable, so it counts for what runs inside the `with`, tasks and TestClient
requests started there included, and for nobody else. Knows callables; the graph judges
whether a replacement fits.
"""

from collections.abc import Hashable, Mapping
from contextvars import ContextVar, Token

from typed_depends.graph.node import call_key
from typed_depends.graph.overrides import NONE, OverrideSet, Provider, Replacements


class Overrides:
    """All overrides of one application or injector."""

    def __init__(self) -> None:
        self.table: dict[Provider, Provider] = {}
        self._local: ContextVar[Replacements] = ContextVar("typed_depends_overrides", default=())

    def current(self) -> OverrideSet:
        """Return the overrides in force for the running code; the innermost `with` wins."""
        local = self._local.get()
        if not self.table and not local:
            return NONE
        merged: dict[Hashable, tuple[Hashable, Provider, Provider]] = {
            key: (key, original, replacement)
            for key, original, replacement in (*_items(self.table), *local)
        }
        return OverrideSet(tuple(merged.values()))

    def put(self, original: Provider, replacement: Provider) -> Token[Replacements]:
        """Put one override in force for the running code; `take` undoes it."""
        item = (call_key(original), original, replacement)
        return self._local.set((*self._local.get(), item))

    def take(self, token: Token[Replacements]) -> None:
        """Undo a `put`."""
        self._local.reset(token)


def _items(table: Mapping[Provider, Provider]) -> Replacements:
    return tuple(
        (call_key(original), original, replacement) for original, replacement in list(table.items())
    )
