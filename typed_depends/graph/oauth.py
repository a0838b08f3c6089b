"""Who receives the OAuth scopes that a `Security(..., scopes=[...])` adds for all below it.

Knows nodes. FastAPI hands scopes to a `SecurityScopes` and names them in the document beside a
security scheme; where there is neither, nothing checks them.
"""

from typed_depends.graph.node import ConnectionNeed, Node
from typed_depends.oauth import SecurityScheme
from typed_depends.reading.dependant import Connection
from typed_depends.reading.kind import unwrapped


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
