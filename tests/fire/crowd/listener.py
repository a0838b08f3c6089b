"""Listeners: clients of the WebSocket, some of whom hang up without a word."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from contextlib import suppress
from random import Random
from typing import Any

from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    CloseConnection,
    Event,
    RejectConnection,
    Request,
    TextMessage,
)
from wsproto.utilities import LocalProtocolError

from tests.fire.crowd.record import Record
from tests.fire.crowd.visitor import READER
from tests.fire.faults import HEADER, Place


class Line:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._protocol = WSConnection(ConnectionType.CLIENT)
        self._events: list[Event] = []

    def send(self, event: Event) -> None:
        """Send an event."""
        self._writer.write(self._protocol.send(event))

    async def receive(self) -> Event:
        """Return the next event. Raises `EOFError` at the end of the connection."""
        while not self._events:
            data = await self._reader.read(65536)
            if not data:
                raise EOFError("the server hung up")
            self._protocol.receive_data(data)
            self._events.extend(self._protocol.events())
        return self._events.pop(0)

    def open(self, headers: dict[str, str]) -> None:
        """Ask for a WebSocket."""
        sent = [(name.encode(), value.encode()) for name, value in headers.items()]
        self.send(Request(host="localhost", target="/fire/watch", extra_headers=sent))


class UnexpectedError(Exception):
    """The server said something else."""


class Listener:
    """One client of the WebSocket."""

    def __init__(self, name: str, seed: int, port: int, record: Record) -> None:
        self.random = Random(f"{seed} {name}")
        self.record = record
        self._port = port

    async def visit(self) -> None:
        """Connect again and again until it is over."""
        while not self.record.over:
            deed = self.random.choices(self._deeds, (6, 3, 1, 1))[0]
            writer: asyncio.StreamWriter | None = None
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                await deed(self, Line(reader, writer))
                self.record.saw(f"socket: {deed.__name__}")
            except (OSError, EOFError, UnexpectedError, LocalProtocolError) as error:
                if not self.record.closing:
                    self.record.mistrust(deed.__name__, repr(error))
            finally:
                if writer is not None:
                    writer.transport.abort()
            await asyncio.sleep(self.random.random() / 20)

    async def talk(self, line: Line) -> None:
        """Say some numbers, read the answers, and say good-bye."""
        line.open(READER)
        self._expect(AcceptConnection(), await line.receive())
        for number in range(self.random.randrange(1, 5)):
            line.send(TextMessage(str(number)))
            said = await line.receive()
            if not isinstance(said, TextMessage):
                raise UnexpectedError(said)
            if json.loads(said.data) != {"by": "rosa", "number": number + 1}:
                raise UnexpectedError(said)
        line.send(CloseConnection(code=1000))
        self._expect(CloseConnection(code=1000), await line.receive())

    async def hang_up(self, line: Line) -> None:
        """Go in the middle, or before the middle."""
        line.open(READER)
        if self.random.random() < 0.7:
            self._expect(AcceptConnection(), await line.receive())
            line.send(TextMessage("1"))
        await asyncio.sleep(self.random.choice((0, 0.005, 0.05)))

    async def be_refused(self, line: Line) -> None:
        """Come without a token."""
        line.open({})
        said = await line.receive()
        if not isinstance(said, RejectConnection) or said.status_code not in (401, 403):
            raise UnexpectedError(said)

    async def meet_a_fault(self, line: Line) -> None:
        """Have something fail, before or after the WebSocket was accepted."""
        place = self.random.choice((Place.SET_UP, Place.ENDPOINT))
        line.open({**READER, HEADER: place})
        said = await line.receive()
        if place is Place.ENDPOINT:
            self._expect(AcceptConnection(), said)
            with suppress(EOFError):  # uvicorn hangs up, or says 1011 first
                self._expect(CloseConnection(code=1011), await line.receive())
        elif not isinstance(said, RejectConnection) or said.status_code != 500:
            raise UnexpectedError(said)

    def _expect(self, expected: Event, said: Event) -> None:
        matches = type(said) is type(expected)
        if isinstance(said, CloseConnection) and isinstance(expected, CloseConnection):
            matches = said.code == expected.code
        if not matches:
            raise UnexpectedError(f"{said!r} is not {expected!r}")

    _deeds: tuple[Callable[..., Coroutine[Any, Any, None]], ...] = (
        talk,
        hang_up,
        be_refused,
        meet_a_fault,
    )
