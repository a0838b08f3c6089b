"""Judge what a replacement is to those who hold what it replaces, in every module in reach.

A provider without a lifetime of its own hands on what it holds. So its replacement may
bring into a holder what ends before that, although nothing is wrong with the original.
"""

from collections.abc import Iterator

from mypy_plugin.codes import DEPENDS_OVERRIDE
from mypy_plugin.dependants.dependant import UNKNOWN, YIELDING, Dependant, Edge, Provider
from mypy_plugin.dependants.lifetimes import (
    RequestValue,
    Way,
    held_by,
    lifetime_of,
    request_values,
    ways_to,
)
from mypy_plugin.dependants.lookup import Dependants
from mypy_plugin.rules.depends_scope import check_scope
from mypy_plugin.rules.finding import Finding
from typed_depends.chain import Link
from typed_depends.scope import Scope


class Replaced:
    """A provider that another one stands in for.

    `lasted` says that the original has a lifetime of its own, which its replacement keeps.
    """

    def __init__(
        self,
        dependants: Dependants,
        original: Provider,
        named: str,
        replacement: Dependant,
        *,
        lasted: bool,
    ) -> None:
        self.dependants = dependants
        self.original = original
        self.lasted = lasted
        self.lifetime: Scope | None = "request" if replacement.kind in YIELDING else None
        self.link = Link(named, self.lifetime, replacement.fullname)
        self.held: list[Way] = list(held_by(dependants, replacement))
        self.values: list[tuple[Way, RequestValue]] = list(request_values(dependants, replacement))

    def misplaced(self) -> Iterator[Finding]:
        """Yield a finding about the first of all holders that the replacement would end before."""
        if not (self.lifetime or self.held or self.values):
            return
        for edge in self.dependants.told.edges_in_reach():
            for finding in self._judge(edge):
                yield finding._replace(code=DEPENDS_OVERRIDE)
                return

    def _judge(self, edge: Edge) -> Iterator[Finding]:
        """Yield what would be wrong below one dependency."""
        holder = self.dependants.of(edge.provider) if edge.provider is not None else None
        if edge.provider is None or holder is None:
            return
        if edge.provider.meant == self.original.meant:
            if edge.scope is not None and edge.scope != UNKNOWN:
                link = self.link._replace(scope=edge.scope)
                yield from check_scope((), link, self.held, self.values)
            return
        lifetime = lifetime_of(edge, holder)
        if self.lasted or lifetime is None or lifetime == UNKNOWN:
            return
        if self.original.fullname not in self.dependants.reached_from(edge.provider):
            return
        link = Link(holder.name, lifetime, holder.fullname)
        for way in ways_to(self.dependants, holder, self.original):
            to_it = (*way, self.link)
            if self.lifetime is not None:
                yield from check_scope((), link, [to_it], ())
                continue
            held = [(*to_it, *further) for further in self.held]
            values = [((*to_it, *further), value) for further, value in self.values]
            yield from check_scope((), link, held, values)
