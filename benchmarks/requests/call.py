"""One request to an ASGI application, without a client: what a server would hand over."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

Call = Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent."""

    method: str = "GET"
    target: str = "/"
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""


def caller(app: Any, request: Request) -> Call:
    """Return what sends `request` to `app` and returns the body of the answer."""
    path, _, query = request.target.partition("?")
    headers = [(b"host", b"localhost"), *request.headers]
    if request.body:
        headers.append((b"content-length", str(len(request.body)).encode()))
    received = {"type": "http.request", "body": request.body, "more_body": False}
    template = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "scheme": "http",
        "method": request.method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

    async def receive() -> Any:
        return received

    async def call() -> bytes:
        body = b""

        async def send(message: Any) -> None:
            nonlocal body
            if message["type"] == "http.response.body":
                body += message.get("body", b"")

        await app({**template, "headers": list(headers), "state": {}}, receive, send)
        return body

    return call


async def answers(call: Call) -> Any:
    """Return the JSON that a call answers."""
    body = await call()
    return json.loads(body) if isinstance(body, bytes) else body
