"""The answers to exceptions: FastAPI's, byte for byte."""

from typing import Any

from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.status import WS_1008_POLICY_VIOLATION
from starlette.types import ExceptionHandler
from starlette.websockets import WebSocket

from typed_depends.exceptions import (
    RequestValidationError,
    WebSocketRequestValidationError,
)
from typed_depends.web.encoded import encoded
from typed_depends.web.plain_json import is_json


async def http_exception_handler(request: Request, exc: StarletteHTTPException) -> Response:
    """Answer with `{"detail": ...}`, or with no body where the status allows none."""
    headers = getattr(exc, "headers", None)
    if not body_allowed(exc.status_code):
        return Response(status_code=exc.status_code, headers=headers)
    return JSONResponse({"detail": exc.detail}, status_code=exc.status_code, headers=headers)


async def request_validation_exception_handler(
    request: Request, exc: RequestValidationError
) -> JSONResponse:
    """Answer 422 with the list of errors."""
    errors = exc.errors()
    if not is_json(errors):
        errors = encoded(errors)
    return JSONResponse(status_code=422, content={"detail": errors})


async def websocket_request_validation_exception_handler(
    websocket: WebSocket, exc: WebSocketRequestValidationError
) -> None:
    """Close with 1008 and the list of errors as the reason."""
    await websocket.close(code=WS_1008_POLICY_VIOLATION, reason=encoded(exc.errors()))


DEFAULT_HANDLERS: dict[Any, ExceptionHandler] = {
    StarletteHTTPException: http_exception_handler,  # type: ignore[dict-item]  # Starlette's own spelling
    RequestValidationError: request_validation_exception_handler,  # type: ignore[dict-item]
    WebSocketRequestValidationError: websocket_request_validation_exception_handler,  # type: ignore[dict-item]
}


def body_allowed(status_code: int | None) -> bool:
    """Tell whether a response of this status may have a body (RFC 9110, section 6.4.1)."""
    return status_code is None or not (status_code < 200 or status_code in (204, 205, 304))
