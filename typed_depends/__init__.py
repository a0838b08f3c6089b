"""FastAPI-style dependency injection for Starlette and pydantic, checked before it runs.

Importing this module is cheap: each name is loaded when it is first used, so that the
mypy plugin, which lives beside it, does not load Starlette and pydantic.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette import status
    from starlette.background import BackgroundTasks
    from starlette.requests import HTTPConnection, Request
    from starlette.responses import Response
    from starlette.websockets import WebSocket, WebSocketDisconnect

    from typed_depends.datastructures import UploadFile
    from typed_depends.errors import (
        DependencyAnnotationError,
        DependencyConnectionError,
        DependencyCycleError,
        DependencyError,
        DependencyErrors,
        DependencyMarkerError,
        DependencyParameterError,
        DependencyPathError,
        LifespanNotRunningError,
        OverrideError,
        ScopeInversionError,
        SwallowedExceptionError,
        UnreadScopesWarning,
        UnusedOverrideWarning,
    )
    from typed_depends.exceptions import (
        HTTPException,
        RequestValidationError,
        ResponseValidationError,
        WebSocketException,
        WebSocketRequestValidationError,
    )
    from typed_depends.injector.injector import Injector
    from typed_depends.oauth import SecurityScopes
    from typed_depends.param_functions import (
        Body,
        Cookie,
        Depends,
        File,
        Form,
        Header,
        Path,
        Query,
        Security,
    )
    from typed_depends.web.app import App
    from typed_depends.web.controllers import (
        api_route,
        delete,
        get,
        head,
        options,
        patch,
        post,
        put,
        trace,
        websocket,
    )
    from typed_depends.web.inject import inject
    from typed_depends.web.router import Router
    from typed_depends.web.sse import EventSourceResponse, ServerSentEvent

__all__ = [
    "App",
    "BackgroundTasks",
    "Body",
    "Cookie",
    "DependencyAnnotationError",
    "DependencyConnectionError",
    "DependencyCycleError",
    "DependencyError",
    "DependencyErrors",
    "DependencyMarkerError",
    "DependencyParameterError",
    "DependencyPathError",
    "Depends",
    "EventSourceResponse",
    "File",
    "Form",
    "HTTPConnection",
    "HTTPException",
    "Header",
    "Injector",
    "LifespanNotRunningError",
    "OverrideError",
    "Path",
    "Query",
    "Request",
    "RequestValidationError",
    "Response",
    "ResponseValidationError",
    "Router",
    "ScopeInversionError",
    "Security",
    "SecurityScopes",
    "ServerSentEvent",
    "SwallowedExceptionError",
    "UnreadScopesWarning",
    "UnusedOverrideWarning",
    "UploadFile",
    "WebSocket",
    "WebSocketDisconnect",
    "WebSocketException",
    "WebSocketRequestValidationError",
    "api_route",
    "delete",
    "get",
    "head",
    "inject",
    "options",
    "patch",
    "post",
    "put",
    "status",
    "trace",
    "websocket",
]

_HOME = {
    "starlette": ("status",),
    "starlette.background": ("BackgroundTasks",),
    "starlette.requests": ("HTTPConnection", "Request"),
    "starlette.responses": ("Response",),
    "starlette.websockets": ("WebSocket", "WebSocketDisconnect"),
    "typed_depends.datastructures": ("UploadFile",),
    "typed_depends.errors": (
        "DependencyAnnotationError",
        "DependencyConnectionError",
        "DependencyCycleError",
        "DependencyError",
        "DependencyErrors",
        "DependencyMarkerError",
        "DependencyParameterError",
        "DependencyPathError",
        "LifespanNotRunningError",
        "OverrideError",
        "ScopeInversionError",
        "SwallowedExceptionError",
        "UnreadScopesWarning",
        "UnusedOverrideWarning",
    ),
    "typed_depends.exceptions": (
        "HTTPException",
        "RequestValidationError",
        "ResponseValidationError",
        "WebSocketException",
        "WebSocketRequestValidationError",
    ),
    "typed_depends.oauth": ("SecurityScopes",),
    "typed_depends.param_functions": (
        "Body",
        "Cookie",
        "Depends",
        "File",
        "Form",
        "Header",
        "Path",
        "Query",
        "Security",
    ),
    "typed_depends.injector.injector": ("Injector",),
    "typed_depends.web.app": ("App",),
    "typed_depends.web.controllers": (
        "api_route",
        "delete",
        "get",
        "head",
        "options",
        "patch",
        "post",
        "put",
        "trace",
        "websocket",
    ),
    "typed_depends.web.inject": ("inject",),
    "typed_depends.web.router": ("Router",),
    "typed_depends.web.sse": ("EventSourceResponse", "ServerSentEvent"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}


if not TYPE_CHECKING:  # or a type checker would believe in every name

    def __getattr__(name: str) -> Any:
        module = _MODULE_OF.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = (
            import_module(f"{module}.{name}")
            if name == "status"
            else getattr(import_module(module), name)
        )
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
