"""What a provider and everything below it ask for, put together as if one asked for all.

A rule that finds nothing wrong with the sum finds nothing wrong with any of its parts. So
an endpoint is walked through only where there is something to say.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mypy_plugin.dependants.dependant import Dependant


class Sum(NamedTuple):
    """All connections and values of a tree of dependants, and its parameters' names.

    `reached` are the full names of all below the first. `is_known` says that there is nothing
    in the tree that is not known.
    """

    dependant: Dependant
    names: frozenset[str]
    reached: frozenset[str]
    is_known: bool


def add_up(top: Dependant, below: Sequence[Dependant], *, is_known: bool) -> Sum:
    """Sum up a dependant and all below it; `is_known` says that there is no more."""
    tree = [top, *below]
    return Sum(
        Dependant(
            top.fullname,
            top.name,
            top.kind,
            connections=tuple(dict.fromkeys(c for one in tree for c in one.connections)),
            values=tuple(dict.fromkeys(v for one in tree for v in one.values)),
        ),
        names_of(tree),
        frozenset([one.fullname for one in below]),
        is_known,
    )


def names_of(tree: Iterable[Dependant]) -> frozenset[str]:
    """Name what the parameters of some dependants take."""
    names: set[str | None] = set()
    for one in tree:
        names.update([value.parameter for value in one.values])
        names.update([edge.parameter for edge in one.edges])
    return frozenset(name for name in names if name is not None)
