"""Plain Starlette routes of a router, moved to where it is included.

Knows nothing of injection.
"""

from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute


def moved(route: BaseRoute, prefix: str) -> BaseRoute:
    """Return a plain Starlette route under a prefix."""
    match route:
        case Route():
            return Route(
                prefix + route.path,
                route.endpoint,
                methods=sorted(route.methods or ()),
                name=route.name,
                include_in_schema=route.include_in_schema,
            )
        case WebSocketRoute():
            return WebSocketRoute(prefix + route.path, route.endpoint, name=route.name)
        case Mount():
            return Mount(prefix + route.path, app=route.app, name=route.name)
        case _:
            return route
