"""A cinema on typed_depends: markers in `Annotated` and in aliases."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from typed_depends import App, Depends, Header

app = App()


@dataclass
class Seat:
    """A place to sit."""

    row: str
    number: int


@dataclass
class Guest:
    """Someone with a ticket."""

    name: str


def get_connection(path: str = ":memory:") -> Iterator[sqlite3.Connection]:
    """Open a connection for one request."""
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        yield connection
    finally:
        connection.close()


def rows(count: int) -> Iterator[str]:
    """Name the rows. No generator: the iterator itself is what is provided."""
    return iter("ABCDEFGH"[:count])


async def current_guest(x_ticket: Annotated[str, Header()]) -> Guest:
    """Find the guest of a ticket."""
    return Guest(x_ticket)


async def held_seat(
    guest: Annotated[Guest, Depends(current_guest)],
    connection: Annotated[sqlite3.Connection, Depends(get_connection)],
) -> AsyncIterator[Seat]:
    """Hold a seat while the request lasts."""
    connection.execute("insert into held values (?)", [guest.name])
    yield Seat("C", 4)
    connection.execute("delete from held where guest = ?", [guest.name])


BigScreenRows = Annotated[str, Depends(partial(rows, 8))]  # mistake: an iterator of strings
HeldSeat = Annotated[Seat, Depends(held_seat)]
CurrentGuest = Annotated[Seat, Depends(current_guest)]  # mistake: the coroutine provides a Guest


@app.post("/tickets")
async def buy(seat: HeldSeat, guest: CurrentGuest) -> str:
    """Sell the seat that is held."""
    return f"{seat.row}{seat.number}"


@app.get("/seats")
def list_seats(
    connection: Annotated[sqlite3.Connection, Depends(get_connection)],
    held: Annotated[Guest, Depends(held_seat, scope="function")],  # mistake: the generator yields a Seat
) -> list[str]:
    """List the free seats."""
    return [row for (row,) in connection.execute("select name from seats")]
