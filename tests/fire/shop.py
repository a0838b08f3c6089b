"""The bookshop with a pool of five connections, a ledger, and places where it can fail.

Its own modules are served as they are. What opens the database and a session is overridden;
the routes under `/fire` add what the shop does not have: providers of all kinds, background
tasks, streams and a WebSocket.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any, cast

from pydantic import BaseModel
from sqlalchemy import Engine, QueuePool, create_engine, event, select
from sqlalchemy.orm import Session
from starlette.background import BackgroundTasks
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.websockets import WebSocket

from examples.bookshop import db, routes
from examples.bookshop.auth import CurrentUser
from examples.bookshop.db import Database, DatabaseEngine, DatabaseFile
from examples.bookshop.models import Book
from examples.bookshop.paging import Paging
from tests.fire import state
from tests.fire.faults import Asked, Place
from tests.fire.ledger import LEDGER
from typed_depends import App, Depends, Router

POOL_SIZE = 5
STREAMED = 40
"""Lines of a stream, which holds a connection to its last line."""


def pooled_engine(file: DatabaseFile) -> Iterator[Engine]:
    """Open the database with a small pool; writers wait for each other."""
    engine = create_engine(
        f"sqlite:///{file}",
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=0,
        connect_args={"timeout": 60},
    )
    event.listen(engine, "connect", _write_ahead)
    db.prepare(engine)
    with LEDGER.entered("engine"):
        state.watch(engine)
        try:
            yield engine
        finally:
            LEDGER.outlived("engine")
            engine.dispose()


def _write_ahead(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")


def watched_session(engine: DatabaseEngine, fault: Asked) -> Iterator[Session]:
    """Open a session as the shop does, or fail to."""
    fault.at(Place.SET_UP)
    with LEDGER.entered("session"), Session(engine) as session:
        yield session
    fault.at(Place.CLEAN_UP)


async def till(fault: Asked) -> AsyncIterator[list[str]]:
    """Open a till: an asynchronous provider, left after the answer."""
    await asyncio.sleep(0)
    with LEDGER.entered("till"):
        entries: list[str] = []
        try:
            yield entries
        finally:
            await asyncio.sleep(0)
            entries.clear()
    fault.at(Place.CLEAN_UP)


async def receipt(
    fault: Asked, entries: Annotated[list[str], Depends(till)]
) -> AsyncIterator[list[str]]:
    """Begin a receipt: an asynchronous provider, left before the answer."""
    with LEDGER.entered("receipt"):
        yield entries
    fault.at(Place.FUNCTION_CLEAN_UP)


def drawer(database: Database) -> Iterator[Session]:
    """Open a drawer: a plain provider, left before the answer."""
    with LEDGER.entered("drawer"):
        yield database


Till = Annotated[list[str], Depends(till)]
Receipt = Annotated[list[str], Depends(receipt, scope="function")]
Drawer = Annotated[Session, Depends(drawer, scope="function")]


class Sale(BaseModel):
    """What a sale answers."""

    by: str
    lines: int
    books: int


fire = Router(prefix="/fire")


@fire.post("/sales")
async def sell(
    user: CurrentUser, lines: list[str], till: Till, receipt: Receipt, drawer: Drawer, fault: Asked
) -> Sale:
    """Sell: everything at once, and the answer checked against its model."""
    receipt.extend(lines)
    await asyncio.sleep(0)
    fault.at(Place.ENDPOINT)
    if fault.place is Place.SERIALISATION:
        return cast("Sale", {"by": user.name, "lines": -1, "books": "many"})
    same = till is receipt
    return Sale(by=user.name, lines=len(till) if same else -1, books=drawer is not None)


@fire.post("/orders")
def order(
    user: CurrentUser, lines: list[str], database: Database, tasks: BackgroundTasks, fault: Asked
) -> Sale:
    """Order: a task goes on after the answer, with the session still open."""
    fault.at(Place.ENDPOINT)

    def deliver() -> None:
        with LEDGER.entered("delivery"):
            database.scalars(select(Book.id).limit(1)).all()
            fault.at(Place.BACKGROUND)

    tasks.add_task(deliver)
    return Sale(by=user.name, lines=len(lines), books=1)


@fire.get("/export")
async def export(
    user: CurrentUser, database: Database, till: Till, pause: float = 0.002
) -> AsyncIterator[Sale]:
    """Stream for some seconds, over what must stay open until the last line."""
    with LEDGER.entered("export", may_be_closed=True):
        for number in range(STREAMED):
            till.append(user.name)
            yield Sale(by=user.name, lines=number, books=len(till))
            await asyncio.sleep(pause)


@fire.get("/wait")
async def wait(user: CurrentUser, till: Till, receipt: Receipt, seconds: float = 0.2) -> Sale:
    """Answer late, on the loop."""
    await asyncio.sleep(seconds)
    return Sale(by=user.name, lines=len(till), books=len(receipt))


@fire.get("/think")
def think(page: Paging, till: Till, fault: Asked, seconds: float = 0.2) -> Sale:
    """Answer late, on a worker thread."""
    time.sleep(seconds)
    fault.at(Place.ENDPOINT)
    return Sale(by="nobody", lines=len(till), books=page.limit)


@fire.websocket("/watch")
async def watch(
    socket: WebSocket, user: CurrentUser, database: Database, till: Till, fault: Asked
) -> None:
    """Say a number back, plus one, until the client has enough."""
    await socket.accept()
    fault.at(Place.ENDPOINT)
    async for text in socket.iter_text():
        till.append(text)
        await socket.send_json({"by": user.name, "number": int(text) + 1})


async def tell_state(_request: Request) -> JSONResponse:
    """Say what this process holds."""
    return JSONResponse(state.now())


def make_app() -> App:
    """Return the shop, ready to be served."""
    app = App(title="Bookshop under fire")
    app.include_router(routes.books)
    app.include_router(routes.people)
    app.include_router(fire)
    app.add_route("/state", tell_state)
    app.dependency_overrides[db.open_engine] = pooled_engine
    app.dependency_overrides[db.open_session] = watched_session
    return app
