"""Walks as deep as a graph: recursion that does not use Python's own stack.

A recursive function is written as a generator that yields the calls it makes of itself and
is sent what they return; a chain of dependencies may then be longer than Python's
recursion limit.

    def depth(node: Node) -> Walk[int]:
        below = 0
        for dependency in node.dependencies:
            below = max(below, (yield depth(dependency.node)))
        return below + 1

    walked(depth(graph.endpoint))
"""

from collections.abc import Generator
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Walk: TypeAlias = Generator[Any, Any, T]


def walked(walk: Walk[T]) -> T:
    """Run a walk and return what it returns. An exception ends all of it."""
    calls: list[Walk[Any]] = [walk]
    answer: Any = None
    while calls:
        try:
            call = calls[-1].send(answer)
        except StopIteration as returned:
            calls.pop()
            answer = returned.value
        else:
            calls.append(call)
            answer = None
    result: T = answer
    return result
