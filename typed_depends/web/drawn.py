"""The routes of an application, drawn with the overrides that are in force."""

from collections.abc import Iterable

from starlette.routing import BaseRoute

from typed_depends.drawing.picture import draw
from typed_depends.pages.dependencies import DrawnRoute
from typed_depends.web.route import HttpRoute, SocketRoute


def drawn_routes(routes: Iterable[BaseRoute]) -> list[DrawnRoute]:
    """Return the pictures of all routes that are not hidden from the documentation."""
    drawn = []
    for route in routes:
        match route:
            case HttpRoute() if route.include_in_schema:
                method = " ".join(sorted(route.methods or ()))
            case SocketRoute():
                method = "WebSocket"
            case _:
                continue
        graph = route.plan(route.wiring.overrides.current()).graph
        drawn.append(DrawnRoute(method, route.path, draw(graph)))
    return drawn
