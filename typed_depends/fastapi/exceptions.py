"""FastAPI's `exceptions`. A mistake of the program is a `DependencyError` here."""

from typed_depends.errors import DependencyError as FastAPIError
from typed_depends.errors import DependencyParameterError as PydanticV1NotSupportedError
from typed_depends.errors import FastAPIDeprecationWarning
from typed_depends.errors import ScopeInversionError as DependencyScopeError
from typed_depends.exceptions import (
    EndpointContext,
    HTTPException,
    RequestValidationError,
    ResponseValidationError,
    ValidationException,
    WebSocketException,
    WebSocketRequestValidationError,
)

__all__ = [
    "DependencyScopeError",
    "EndpointContext",
    "FastAPIDeprecationWarning",
    "FastAPIError",
    "HTTPException",
    "PydanticV1NotSupportedError",
    "RequestValidationError",
    "ResponseValidationError",
    "ValidationException",
    "WebSocketException",
    "WebSocketRequestValidationError",
]
