"""What goes wrong with one request, as exceptions: FastAPI's names, attributes and texts.

`HTTPException` and `WebSocketException` are raised by the user; the validation errors by
the endpoint. Knows nothing of graphs; the user's mistakes stand in `typed_depends.errors`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.exceptions import WebSocketException

__all__ = [
    "EndpointContext",
    "HTTPException",
    "RequestValidationError",
    "ResponseValidationError",
    "ValidationException",
    "WebSocketException",
    "WebSocketRequestValidationError",
]


class HTTPException(StarletteHTTPException):
    """An answer other than success, raised anywhere under an endpoint.

    `detail` is any value JSON can carry and is sent as `{"detail": detail}`.
    """

    def __init__(
        self, status_code: int, detail: Any = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status_code=status_code, detail=detail, headers=headers)


class EndpointContext(TypedDict, total=False):
    """Where a validation error happened, for the log."""

    function: str
    path: str
    file: str
    line: int


class ValidationException(Exception):  # noqa: N818  FastAPI's name
    """Validation errors, as pydantic lists them."""

    def __init__(
        self, errors: Sequence[Any], *, endpoint_ctx: EndpointContext | None = None
    ) -> None:
        self._errors = errors
        self.endpoint_ctx = endpoint_ctx
        context = endpoint_ctx or {}
        self.endpoint_function = context.get("function")
        self.endpoint_path = context.get("path")
        self.endpoint_file = context.get("file")
        self.endpoint_line = context.get("line")

    def errors(self) -> Sequence[Any]:
        """Return the errors: `type`, `loc`, `msg`, `input` and perhaps `ctx` each."""
        return self._errors

    def __str__(self) -> str:
        count = len(self._errors)
        lines = [f"{count} validation error{'' if count == 1 else 's'}:"]
        lines += [f"  {error}" for error in self._errors]
        if self.endpoint_file and self.endpoint_line and self.endpoint_function:
            lines.append(
                f'\n  File "{self.endpoint_file}", line {self.endpoint_line}, '
                f"in {self.endpoint_function}"
            )
            if self.endpoint_path:
                lines.append(f"    {self.endpoint_path}")
        elif self.endpoint_path:
            lines.append(f"\n  Endpoint: {self.endpoint_path}")
        return "\n".join(lines)


class RequestValidationError(ValidationException):
    """A request that does not fit: answered with 422."""

    def __init__(
        self,
        errors: Sequence[Any],
        *,
        body: Any = None,
        endpoint_ctx: EndpointContext | None = None,
    ) -> None:
        super().__init__(errors, endpoint_ctx=endpoint_ctx)
        self.body = body


class WebSocketRequestValidationError(ValidationException):
    """A WebSocket handshake that does not fit: closed with 1008 (RFC 6455, section 7.4.1)."""


class ResponseValidationError(ValidationException):
    """An endpoint's answer that does not fit its declared type: the server's fault, a 500."""

    def __init__(
        self,
        errors: Sequence[Any],
        *,
        body: Any = None,
        endpoint_ctx: EndpointContext | None = None,
    ) -> None:
        super().__init__(errors, endpoint_ctx=endpoint_ctx)
        self.body = body
