"""What a circle in a graph is called: a provider that needs itself, or an override that made it.

Told is what is to be mended. Where something stands in for another on the way round, that is
the replacement which depends on what it replaces, as it would without the other replacements.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from typed_depends import wording
from typed_depends.chain import Chain
from typed_depends.errors import DependencyCycleError, DependencyError, OverrideError
from typed_depends.graph.node import NodeKey, Unhashable
from typed_depends.graph.overrides import providers_below
from typed_depends.reading.kind import name_of, unwrapped
from typed_depends.reading.reader import Reader


def circle_mistakes(
    circle: Sequence[tuple[NodeKey, Callable[..., Any]]],
    path: Chain,
    overrides: Mapping[Any, Callable[..., Any]],
    reader: Reader,
) -> Iterator[DependencyError]:
    """Yield what is wrong with a circle of providers, each as it was asked for and what runs."""
    replaced = [(key.call, call) for key, call in circle if key.call in overrides]
    if not replaced:
        calls = [call for _, call in circle]
        first = calls.index(min(calls, key=_order))
        names = [name_of(call) for call in (*calls[first:], *calls[:first])]
        yield DependencyCycleError(wording.cycle([*names, names[0]]), path)
        return
    by_itself = [(key, call) for key, call in replaced if key in providers_below(call, reader)]
    for key, replacement in by_itself or replaced[:1]:
        original = key.call if isinstance(key, Unhashable) else key
        sentence = wording.override_needs_original(name_of(original), name_of(replacement))
        yield OverrideError(sentence, path)


def _order(call: Callable[..., Any]) -> tuple[str, int]:
    """Say which provider of a circle it is named after: the one that is defined first."""
    runs = call.__init__ if isinstance(call, type) else call  # type: ignore[misc]
    code = getattr(unwrapped(runs), "__code__", None)
    return getattr(call, "__module__", None) or "", 0 if code is None else code.co_firstlineno
