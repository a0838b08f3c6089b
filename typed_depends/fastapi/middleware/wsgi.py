"""FastAPI's `middleware.wsgi`."""

from starlette.middleware.wsgi import WSGIMiddleware

__all__ = [
    "WSGIMiddleware",
]
