"""A warehouse on FastAPI: markers as defaults, as class fields, and from factories."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from fastapi import APIRouter, Depends

router = APIRouter(prefix="/warehouse")


def get_connection() -> Iterator[sqlite3.Connection]:
    """Open a connection for one request."""
    yield sqlite3.connect("warehouse.db")


class Repository:
    """A view of the database."""

    def __init__(self, connection: sqlite3.Connection = Depends(get_connection)) -> None:
        """Look at the database through `connection`."""
        self.connection = connection


class Items(Repository):
    """The items on the shelves."""

    def count(self) -> int:
        """Count them."""
        return int(self.connection.execute("select count(*) from items").fetchone()[0])


class Orders(Repository):
    """The orders that are open."""

    def count(self) -> int:
        """Count them."""
        return int(self.connection.execute("select count(*) from orders").fetchone()[0])


R = TypeVar("R", bound=Repository)


def get_repository(kind: type[R]) -> Callable[[sqlite3.Connection], R]:
    """Make the provider of one kind of repository."""

    def provide(connection: sqlite3.Connection = Depends(get_connection)) -> R:
        return kind(connection)

    return provide


class Audit:
    """Writes down who did what."""

    def __init__(self, table: str) -> None:
        """Write into `table`."""
        self.table = table

    async def __call__(self, items: Items = Depends()) -> str:
        """Return the heading of the page that is written on."""
        return f"{self.table}: {items.count()} items"


@dataclass
class Stock:
    """What a report is made of."""

    items: Items = Depends(get_repository(Items))
    orders: Orders = Depends(get_repository(Items))  # mistake: the factory was given Items


class StockView:
    """A class-based view."""

    connection: sqlite3.Connection = Depends(get_connection)
    audit: Audit = Depends(Audit("stock"))  # mistake: what is called provides a str


@router.get("/stock")
def report(stock: Stock = Depends()) -> int:
    """Count everything."""
    return stock.items.count() + stock.orders.count()


@router.get("/orders")
def count_orders(orders: Orders = Depends(Items)) -> int:  # mistake: the class is another one
    """Count the open orders."""
    return orders.count()


@router.delete("/orders")
def drop_orders(*, connection: sqlite3.Cursor = Depends(get_connection)) -> None:  # mistake: a connection is no cursor
    """Drop every order."""
    connection.execute("delete from orders")


def get_cursor(
    connection: sqlite3.Connection = Depends(get_connection, scope="function"),
) -> sqlite3.Cursor:
    """Give a cursor on a connection that is closed before the response is sent."""
    return connection.cursor()


def get_log(cursor: sqlite3.Cursor = Depends(get_cursor)) -> Iterator[list[str]]:
    """Gather lines, and write them down when the response is sent."""
    lines: list[str] = []
    yield lines
    cursor.executemany("insert into log values (?)", ((line,) for line in lines))


@router.post("/log")
def write(line: str, log: list[str] = Depends(get_log)) -> None:  # mistake: its connection ends first
    """Write a line into the log."""
    log.append(line)
