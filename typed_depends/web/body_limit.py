"""A body over the limit is answered with 413, whatever middleware stands in between.

Starlette's limiter signals by exceptions, which middleware with tasks of its own raises in
groups: here they come out alone.
"""

import starlette
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from typed_depends.supported import OldStarletteError

try:
    from starlette.middleware.body_limit import (
        MAX_BODY_SIZE_SCOPE_KEY,
        RequestBodyLimitMiddleware,
    )
except ModuleNotFoundError as error:
    raise OldStarletteError(starlette.__version__) from error

LIMIT = MAX_BODY_SIZE_SCOPE_KEY
"""Where the limit stands in a connection's scope."""

_SIGNAL = "typed_depends.body_limit"
_LIMITER = RequestBodyLimitMiddleware.__module__


def limited(app: ASGIApp, max_body_size: int | None) -> ASGIApp:
    """Return `app` with a limit, if there is one."""
    if max_body_size is None:
        return app
    return RequestBodyLimitMiddleware(Ungrouped(app), max_body_size=max_body_size)


class Ungrouped:
    """An application that raises the limiter's signals as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        try:
            await self._app(scope, receive, send)
        except ExceptionGroup as group:
            if (signal := over_limit(group)) is not None:
                raise signal from group
            raise


def passing(stack: ASGIApp) -> ASGIApp:
    """Return an application's middleware such that a signal for who mounted it gets out.

    Starlette's outermost middleware would answer it with 500.
    """
    if isinstance(stack, ServerErrorMiddleware):
        stack.app = _Holding(stack.app)
        return _Releasing(stack)
    return stack


class _Holding:
    """Keeps a signal that is meant for a limiter further out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            signal = over_limit(error)
            if signal is None or LIMIT not in scope:
                raise
            scope[_SIGNAL] = signal


class _Releasing:
    """Raises what was kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)
        signal = scope.pop(_SIGNAL, None)
        if signal is not None:
            raise signal


def over_limit(error: Exception) -> Exception | None:
    """Return the limiter's signal, if `error` is one or a group of nothing else.

    It has two, neither with a public name: that a body is too long, and that the 413 was
    sent already, which counts where both are raised.
    """
    if isinstance(error, ExceptionGroup):
        signals = [over_limit(one) for one in error.exceptions]
        found = [one for one in signals if one is not None]
        if len(found) < len(signals):
            return None
        return next((one for one in found if not hasattr(one, "status_code")), found[0])
    return error if type(error).__module__ == _LIMITER else None
