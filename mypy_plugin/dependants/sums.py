"""What a provider and everything below it ask for, put together as if one asked for all.

A rule that finds nothing wrong with the sum finds nothing wrong with any of its parts. So
an endpoint is walked through only where there is something to say.
"""

from collections.abc import Iterable
from typing import NamedTuple

from mypy_plugin.dependants.dependant import Dependant, Provider
from mypy_plugin.dependants.lookup import Dependants
from mypy_plugin.sharing import Shared


class Sum(NamedTuple):
    """All connections and values of a tree of dependants, and its parameters' names.

    `is_known` says that there is nothing in the tree that is not known.
    """

    dependant: Dependant
    names: frozenset[str]
    is_known: bool


def sum_of(dependants: Dependants, shared: Shared, provider: Provider) -> Sum | None:
    """Sum up a provider and all below it; None if it is not known itself."""
    question = (Sum, provider.meant)
    return shared.answer(dependants.checker, question, lambda: _sum_of(dependants, provider))


def _sum_of(dependants: Dependants, provider: Provider) -> Sum | None:
    top = dependants.of(provider)
    if top is None:
        return None
    tree = [top, *(below for _, below in dependants.below(top))]
    return Sum(
        Dependant(
            top.fullname,
            top.name,
            top.kind,
            connections=tuple(dict.fromkeys(c for one in tree for c in one.connections)),
            values=tuple(dict.fromkeys(v for one in tree for v in one.values)),
        ),
        names_of(tree),
        all(e.provider and dependants.of(e.provider) for one in tree for e in one.edges),
    )


def names_of(tree: Iterable[Dependant]) -> frozenset[str]:
    """Name what the parameters of some dependants take."""
    names: set[str | None] = set()
    for one in tree:
        names.update([value.parameter for value in one.values])
        names.update([edge.parameter for edge in one.edges])
    return frozenset(name for name in names if name is not None)
