"""`depends-connection`: a route has a request or a WebSocket, never the other one.

Knows what a dependant asks for; nothing of how it was reached.
"""

from collections.abc import Iterator
from typing import Final

from mypy_plugin.codes import DEPENDS_CONNECTION
from mypy_plugin.dependants.dependant import Connection, Dependant
from mypy_plugin.rules.finding import Finding
from typed_depends import wording

_WRONG: Final = {"http": "WebSocket", "websocket": "Request"}
_SHOWN: Final = {"http": "an HTTP route", "websocket": "a WebSocket route"}


def check_connections(dependant: Dependant, route: str) -> Iterator[tuple[Connection, Finding]]:
    """Yield each parameter that asks for what a `route`, "http" or "websocket", has not.

    One that has a default gets that: so a provider serves both, and asks which it got.
    """
    for connection in dependant.connections:
        if connection.kind == _WRONG[route] and not connection.has_default:
            sentence = wording.wrong_connection(
                dependant.name, connection.parameter, connection.kind, _SHOWN[route]
            )
            yield connection, Finding(DEPENDS_CONNECTION, sentence.found, remedy=sentence.remedy)


def refuse_second(name: str, given: Connection, last: Connection) -> Iterator[Finding]:
    """Yield the finding about a parameter that gets nothing, since `last` gets it."""
    sentence = wording.handed_once(name, given.parameter, last.parameter, given.kind)
    yield Finding(DEPENDS_CONNECTION, sentence.found, remedy=sentence.remedy)


def refuse_body(dependant: str, parameter: str) -> Iterator[Finding]:
    """Yield the finding about a parameter that a WebSocket route has no body for."""
    sentence = wording.body_of_websocket(dependant, parameter)
    yield Finding(DEPENDS_CONNECTION, sentence.found, remedy=sentence.remedy)
