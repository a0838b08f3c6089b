"""Plain Starlette routes of a router, moved to where it is included.

Knows nothing of injection.
"""

from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from typed_depends.web.body_limit import limited


def moved(route: BaseRoute, prefix: str, max_body_size: int | None) -> BaseRoute:
    """Return a plain Starlette route under a prefix; what is mounted, with a limit."""
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
            mount = Mount(prefix + route.path, app=route.app, name=route.name)
            mount.app = limited(mount.app, max_body_size)
            return mount
        case _:
            return route
