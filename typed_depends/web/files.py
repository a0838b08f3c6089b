"""Uploaded files are closed when all is over: the answer, its background tasks, the clean-up.

Handlers of exceptions still see them open, so this stands around what calls those.
"""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

_FORM = "typed_depends.form"


def closed_later(request: Request, form: FormData) -> FormData:
    """Return `form`, to be closed when the request is over."""
    request.scope[_FORM] = form
    return form


class ClosingFiles:
    """An application that closes the form that was read under it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        try:
            await self._app(scope, receive, send)
        finally:
            form: FormData | None = scope.pop(_FORM, None)
            if form is not None:
                await form.close()
