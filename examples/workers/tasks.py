"""The work that nobody waits for at a counter."""

from sqlalchemy import func, select

from examples.bookshop.db import Database
from examples.bookshop.models import Book
from examples.bookshop.schemas import BookIn

from .broker import broker
from .injection import InjectedTasks

task = InjectedTasks(broker)


@task
def count_books(author: str, database: Database) -> int:
    """Count what the shop has of an author."""
    count = select(func.count()).select_from(Book).where(Book.author == author)
    return database.scalars(count).one()


@task
def take_delivery(books: list[BookIn], database: Database) -> int:
    """Put a delivery on the shelf, all of it or nothing, and count it."""
    for book in books:
        if database.scalar(select(Book).where(Book.title == book.title)) is not None:
            raise ValueError(f"{book.title} is on the shelf already")
        database.add(Book(**book.model_dump()))
        database.flush()
    database.commit()
    return len(books)
