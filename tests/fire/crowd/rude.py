"""The rude: who leave in the middle, or dribble their bodies, over sockets of their own."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any

from tests.fire.crowd.record import Record
from tests.fire.crowd.visitor import ADMIN, READER


class Rude:
    """One rude client."""

    def __init__(self, name: str, seed: int, port: int, record: Record) -> None:
        self.name = name
        self.random = Random(f"{seed} {name}")
        self.record = record
        self._port = port
        self._made = 0

    async def visit(self) -> None:
        """Misbehave until it is over."""
        while not self.record.over:
            deed = self.random.choice(self._deeds)
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError as error:
                if not self.record.closing:
                    self.record.mistrust(deed.__name__, repr(error))
                continue
            try:
                await deed(self, reader, writer)
                self.record.saw(f"rude: {deed.__name__}")
            except (OSError, asyncio.IncompleteReadError) as error:
                if not self.record.closing:
                    self.record.mistrust(deed.__name__, repr(error))
            finally:
                writer.transport.abort()
            await asyncio.sleep(self.random.random() / 20)

    async def leave_at_once(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Ask, and go."""
        path = self.random.choice(("/books", "/me", "/fire/wait", "/fire/think", "/books/1"))
        writer.write(head("GET", path, READER))
        await asyncio.sleep(self.random.choice((0, 0.005, 0.05)))

    async def leave_a_stream(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Read some lines of a stream, and go."""
        writer.write(head("GET", "/fire/export", READER))
        for _ in range(self.random.randrange(20)):
            await reader.readline()

    async def leave_a_body(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Send half a body, and go."""
        path = self.random.choice(("/books", "/fire/sales", "/fire/orders"))
        writer.write(head("POST", path, ADMIN, length=100) + b'{"title": "never')
        await asyncio.sleep(self.random.choice((0, 0.02, 0.2)))

    async def dribble(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Send a body in bits, all of it, and read the answer."""
        self._made += 1
        title = f"{self.name} {self._made}"
        book = {"title": title, "author": self.name, "year": 1900}
        body = json.dumps(book).encode()
        writer.write(head("POST", "/books", ADMIN, length=len(body)))
        for start in range(0, len(body), 8):
            writer.write(body[start : start + 8])
            await asyncio.sleep(self.random.random() / 50)
        answer = await reader.read()
        if not self.record.closing and not (
            answer.startswith(b"HTTP/1.1 201 ") and title.encode() in answer
        ):
            self.record.mistrust("dribble", answer)

    async def babble(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Send what is no request."""
        writer.write(b"\x16\x03\x01 what do you mean\r\n\r\n")
        answer = await reader.read()
        if not self.record.closing and not answer.startswith(b"HTTP/1.1 400 "):
            self.record.mistrust("babble", answer)

    _deeds: tuple[Callable[..., Coroutine[Any, Any, None]], ...] = (
        leave_at_once,
        leave_at_once,
        leave_a_stream,
        leave_a_body,
        dribble,
        babble,
    )


def head(method: str, path: str, headers: dict[str, str], length: int | None = None) -> bytes:
    """Write the head of a request, after whose answer the connection ends."""
    lines = [f"{method} {path} HTTP/1.1", "host: localhost", "connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if length is not None:
        lines += ["content-type: application/json", f"content-length: {length}"]
    return "\r\n".join([*lines, "", ""]).encode()
