"""Uploaded files are closed when all is over: the answer, its background tasks, the clean-up.

Handlers of exceptions still see them open, so this stands around what calls those.
"""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

FORM = "typed_depends.form"
"""The key of the connection's scope under which a form stands that is to be closed."""


def closed_later(request: Request, form: FormData) -> FormData:
    """Return `form`, to be closed when the request is over."""
    request.scope[FORM] = form
    return form


async def close(scope: Scope) -> None:
    """Close the form that was read on a connection, if there was one."""
    form: FormData | None = scope.pop(FORM, None)
    if form is not None:
        await form.close()


class ClosingFiles:
    """An application that closes the form that was read under it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        try:
            await self._app(scope, receive, send)
        finally:
            await close(scope)
