"""What a provider and everything below it ask for, put together as if one asked for all.

A rule that finds nothing wrong with the sum finds nothing wrong with any of its parts. So
an endpoint is walked through only where there is something to say.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

from mypy_plugin.dependants.dependant import Dependant, Lifetime

T = TypeVar("T")


class Sum(NamedTuple):
    """All connections and values of a tree of dependants, and its parameters' names.

    `reached` are the full names of all below the first, `scopes` what markers say of them.
    `is_known` says that there is nothing in the tree that is not known.
    """

    dependant: Dependant
    names: frozenset[str]
    reached: frozenset[str]
    scopes: frozenset[Lifetime]
    is_known: bool


def add_up(top: Dependant, below: Sequence[Sum], *, is_known: bool) -> Sum:
    """Add sums to what a dependant asks for; `is_known` says that it asks for nothing else."""
    return Sum(
        Dependant(
            top.fullname,
            top.name,
            top.kind,
            connections=_each(top.connections, [one.dependant.connections for one in below]),
            values=_each(top.values, [one.dependant.values for one in below]),
        ),
        names_of([top]).union(*[one.names for one in below]),
        frozenset([one.dependant.fullname for one in below]).union(*[o.reached for o in below]),
        frozenset([edge.scope for edge in top.edges]).union(*[one.scopes for one in below]),
        is_known and all(one.is_known for one in below),
    )


def _each(own: tuple[T, ...], more: Sequence[tuple[T, ...]]) -> tuple[T, ...]:
    """Give each thing once."""
    return tuple(dict.fromkeys(chain(own, *more))) if any(more) else own


def names_of(tree: Iterable[Dependant]) -> frozenset[str]:
    """Name what the parameters of some dependants take."""
    names: set[str | None] = set()
    for one in tree:
        names.update([value.parameter for value in one.values])
        names.update([edge.parameter for edge in one.edges])
    return frozenset(name for name in names if name is not None)
