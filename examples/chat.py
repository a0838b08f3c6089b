"""A chat over WebSockets: who may speak, and in which room, is found by dependencies.

They are the same kind of providers as under HTTP. Where one raises, the connection is refused
before it is accepted.

    uvicorn examples.chat:app
"""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from typed_depends import (
    App,
    Depends,
    Path,
    Query,
    WebSocket,
    WebSocketDisconnect,
    WebSocketException,
    status,
)

MEMBERS = {"reads-a-lot": "rosa", "keeps-the-keys": "ada"}


async def member(token: Annotated[str | None, Query()] = None) -> str:
    """Find out whose token it is: a browser cannot send headers with a WebSocket."""
    name = MEMBERS.get(token or "")
    if name is None:
        raise WebSocketException(status.WS_1008_POLICY_VIOLATION, "Members only")
    return name


Member = Annotated[str, Depends(member)]


class Room:
    """Everybody who is connected to a room."""

    def __init__(self) -> None:
        self.sockets: list[WebSocket] = []

    async def say(self, text: str) -> None:
        """Send a text to everybody who is still there."""
        for socket in list(self.sockets):
            with suppress(WebSocketDisconnect):
                await socket.send_text(text)


class Rooms:
    """The rooms of the house, made when somebody first enters."""

    def __init__(self) -> None:
        self.by_name: dict[str, Room] = {}


async def open_house() -> AsyncIterator[Rooms]:
    """Open the house when the application starts."""
    yield Rooms()


House = Annotated[Rooms, Depends(open_house, scope="lifespan")]


async def enter(
    socket: WebSocket, name: Member, room: Annotated[str, Path(max_length=20)], house: House
) -> AsyncIterator[Room]:
    """Accept a member into a room, and see them out again however it ends."""
    entered = house.by_name.setdefault(room, Room())
    await socket.accept()
    entered.sockets.append(socket)
    await entered.say(f"{name} comes in")
    try:
        yield entered
    finally:
        entered.sockets.remove(socket)
        await entered.say(f"{name} leaves")
        if not entered.sockets:
            house.by_name.pop(room, None)


app = App(title="Chat")


@app.websocket("/rooms/{room}")
async def talk(socket: WebSocket, name: Member, room: Annotated[Room, Depends(enter)]) -> None:
    """Pass on what somebody says to everybody in the room."""
    async for text in socket.iter_text():
        await room.say(f"{name}: {text}")


@app.get("/rooms")
async def list_rooms(house: House) -> dict[str, int]:
    """Tell how many are in each room."""
    return {name: len(room.sockets) for name, room in house.by_name.items()}
