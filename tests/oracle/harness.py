"""Runs one program under both libraries and gathers everything that can be observed.

A program is text. It finds `App`, `Router`, `Depends` and the other public names, and a
list `log` to write events to; it leaves an application in `app`. Calls are made to it in
order; the record is every answer or exception together with the events up to then.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from starlette.testclient import TestClient, WebSocketDenialResponse

FASTAPI = """
from fastapi import (
    APIRouter as Router, BackgroundTasks, Body, Cookie, Depends, FastAPI as App, File, Form, Header,
    HTTPException, Path, Query, Request, Response, Security, UploadFile, WebSocket,
    WebSocketException, status,
)
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.requests import HTTPConnection
from fastapi.security import SecurityScopes
"""

OURS = """
from typed_depends import (
    App, BackgroundTasks, Body, Cookie, Depends, File, Form, Header, HTTPConnection, HTTPException,
    Path, Query, Request, RequestValidationError, Response, ResponseValidationError, Router,
    Security, SecurityScopes, UploadFile, WebSocket, WebSocketException, status,
)
"""

SHARED = """
import asyncio, contextvars, dataclasses, functools
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any, Generic, Optional, TypeVar, Union
from pydantic import BaseModel, Field
from starlette.responses import (
    JSONResponse, PlainTextResponse, RedirectResponse, StreamingResponse,
)
log = []
"""

# The same finding under the names of the two libraries.
SAME_EXCEPTION = {
    "FastAPIError": "swallowed",
    "UnboundLocalError": "swallowed",
    "SwallowedExceptionError": "swallowed",
    "DependencyScopeError": "inversion",
    "ScopeInversionError": "inversion",
}


@dataclass(frozen=True)
class Call:
    """One request, or with `WS` as its method one WebSocket conversation."""

    method: str
    path: str
    options: dict[str, Any] = field(default_factory=dict)


def get(path: str = "/", **options: Any) -> Call:
    """Return a GET request."""
    return Call("GET", path, options)


def post(path: str = "/", **options: Any) -> Call:
    """Return a POST request."""
    return Call("POST", path, options)


def multipart(files: Sequence[tuple[str, Any]], **data: Any) -> dict[str, Any]:
    """Return the options of a request that sends a form with files, whose boundary is fixed."""
    headers = {"content-type": "multipart/form-data; boundary=limit"}
    return {"files": list(files), "data": data, "headers": headers}


def websocket(path: str = "/", **options: Any) -> Call:
    """Return a WebSocket conversation: connect, read until the server closes."""
    return Call("WS", path, options)


def record(imports: str, program: str, calls: Sequence[Call], *, lifespan: bool = False) -> Any:
    """Run `program` with `imports` and return what was seen of each call."""
    namespace: dict[str, Any] = {"__name__": "program"}
    try:
        exec(compile(imports + SHARED + program, "<program>", "exec"), namespace)
    except Exception as error:
        return [_exception(error)]
    client = TestClient(namespace["app"])
    log: list[Any] = namespace["log"]
    seen: list[Any] = []
    with client if lifespan else nullcontext(client):
        for call in calls:
            try:
                answer = _answer(client, call)
            except Exception as error:
                answer = _exception(error)
            seen.append((answer, _events(log)))
            log.clear()
    seen.append(_events(log))
    return seen


def _answer(client: TestClient, call: Call) -> Any:
    if call.method == "WS":
        received: list[Any] = []
        with client.websocket_connect(call.path, **call.options) as socket:
            while (message := socket.receive())["type"] != "websocket.close":
                received.append(message.get("text") or message.get("bytes"))
        return [*received, message.get("code"), message.get("reason")]
    response = client.request(call.method, call.path, follow_redirects=False, **call.options)
    headers = {
        # A set of methods, in an order that changes with the hash seed (RFC 9110, 10.2.1).
        name: ", ".join(sorted(value.split(", "))) if name == "allow" else value
        for name, value in response.headers.multi_items()
        if name not in ("date", "server")
    }
    return response.status_code, response.text, headers


def _events(log: list[Any]) -> list[Any]:
    """Return what was logged; providers log the names of exceptions they see."""
    return [
        " ".join(SAME_EXCEPTION.get(word, word) for word in event.split(" "))
        if isinstance(event, str)
        else event
        for event in log
    ]


def _exception(error: BaseException) -> Any:
    if isinstance(error, BaseExceptionGroup):
        return ["group", *map(_exception, error.exceptions)]
    if isinstance(error, WebSocketDenialResponse):
        return "denied", error.status_code, error.text, dict(error.headers)
    name = type(error).__name__
    if name in SAME_EXCEPTION:
        return SAME_EXCEPTION[name]
    if callable(errors := getattr(error, "errors", None)):
        return name, repr(errors())  # without the place, which FastAPI looks up in files
    text = str(error)
    if name == "WebSocketDisconnect":
        text = f"{getattr(error, 'code', '')} {getattr(error, 'reason', '')}"
    return name, text.replace("fastapi", "").replace("typed_depends", "")
