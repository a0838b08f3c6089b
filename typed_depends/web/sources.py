"""Where a route's parameters come from: its path, its kind, and FastAPI's rules."""

import re
from typing import Literal, TypeAlias

from typed_depends import wording
from typed_depends.errors import DependencyConnectionError
from typed_depends.graph.node import ConnectionNeed, FieldNeed
from typed_depends.reading.dependant import (
    NO_DEFAULT,
    Connection,
    ConnectionParameter,
    ValueParameter,
)
from typed_depends.reading.parameter import MisreadError, show_type
from typed_depends.reading.source import field_for

RouteKind: TypeAlias = Literal["http", "websocket"]

_WRONG: dict[RouteKind, Connection] = {
    "http": Connection.WEBSOCKET,
    "websocket": Connection.REQUEST,
}
_SHOWN: dict[RouteKind, str] = {"http": "an HTTP route", "websocket": "a WebSocket route"}


class RouteSources:
    """The sources of one route. `kind` is `None` where the same handler may serve both."""

    def __init__(self, path: str, kind: RouteKind | None) -> None:
        self.path = path
        self.kind = kind
        self.placeholders = frozenset(re.findall(r"{([^:}]*)", path))

    def value(self, dependant: str, parameter: ValueParameter) -> FieldNeed:
        """Return the field of a parameter. Raises `MisreadError`."""
        field = field_for(dependant, parameter, self.path, self.placeholders)
        if self.kind == "websocket" and field.source.in_body and field.required:
            raise MisreadError(
                DependencyConnectionError, wording.body_of_websocket(dependant, parameter.name)
            )
        return FieldNeed(parameter.name, field)

    def connection(self, dependant: str, parameter: ConnectionParameter) -> ConnectionNeed | None:
        """Return the connection itself, nothing for a default. Raises `MisreadError`."""
        if self.kind is not None and parameter.connection is _WRONG[self.kind]:
            if parameter.default is not NO_DEFAULT:
                return None
            raise MisreadError(
                DependencyConnectionError,
                wording.wrong_connection(
                    dependant,
                    parameter.name,
                    show_type(parameter.annotation),
                    _SHOWN[self.kind],
                ),
            )
        return ConnectionNeed(parameter.name, parameter.connection)
