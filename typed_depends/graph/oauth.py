"""Who receives the OAuth scopes that a `Security(..., scopes=[...])` adds for all below it.

Knows readings and nodes. FastAPI hands scopes to a `SecurityScopes` and names them in the
document beside a security scheme; where there is neither, nothing checks them.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from typed_depends.graph.node import ConnectionNeed, Node, call_key
from typed_depends.graph.walk import Walk, walked
from typed_depends.oauth import SecurityScheme
from typed_depends.reading.dependant import (
    Connection,
    ConnectionParameter,
    DependencyParameter,
)
from typed_depends.reading.kind import unwrapped
from typed_depends.reading.reader import Reader


class ScopeReaders:
    """Which callables read OAuth scopes, asked before there are nodes."""

    def __init__(self, reader: Reader, overrides: Mapping[Hashable, Callable[..., Any]]) -> None:
        self._reader = reader
        self._overrides = overrides
        self._known: dict[int, bool] = {}

    def read_by(self, *calls: Callable[..., Any]) -> bool:
        """Tell whether one of `calls` or anything below receives OAuth scopes, or adds some."""
        return any(walked(self._reads(call)) for call in calls)

    def _reads(self, call: Callable[..., Any]) -> Walk[bool]:
        if (known := self._known.get(id(call))) is not None:
            return known
        self._known[id(call)] = False  # while it is being asked: a circle adds nothing
        answer = isinstance(unwrapped(call), SecurityScheme)
        for parameter in self._reader.read(call).parameters:
            if answer:
                break
            match parameter:
                case ConnectionParameter(connection=Connection.SECURITY_SCOPES):
                    answer = True
                case DependencyParameter(marked=marked):
                    replacement = self._overrides.get(call_key(marked.call), marked.call)
                    answer = (
                        bool(marked.oauth_scopes)
                        or (yield self._reads(marked.call))
                        or (yield self._reads(replacement))
                    )
        self._known[id(call)] = answer
        return answer


def receives_scopes(node: Node) -> bool:
    """Tell whether `node` or anything below it receives OAuth scopes, or is a scheme."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(unwrapped(one.call), SecurityScheme) or any(
            isinstance(need, ConnectionNeed) and need.connection is Connection.SECURITY_SCOPES
            for need in one.needs
        ):
            return True
        waiting.extend(dependency.node for dependency in one.dependencies)
    return False
