"""FastAPI's `routing`."""

from starlette.routing import Mount

from typed_depends.web.route import HttpRoute as APIRoute
from typed_depends.web.route import SocketRoute as APIWebSocketRoute
from typed_depends.web.router import Router as APIRouter

__all__ = [
    "APIRoute",
    "APIRouter",
    "APIWebSocketRoute",
    "Mount",
]
