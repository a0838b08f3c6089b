"""Send the bookshop some work and wait for it: `python -m examples.workers`."""

import asyncio
import logging
from typing import Any

from taskiq import AsyncTaskiqDecoratedTask

from examples.bookshop.schemas import BookIn

from .broker import broker
from .tasks import count_books, take_delivery

PATIENCE = 60.0
"""Seconds to wait for a result."""

EMMA = BookIn(title="Emma", author="Jane Austen", year=1815)
PERSUASION = BookIn(title="Persuasion", author="Jane Austen", year=1817)


async def main() -> None:
    """Take three deliveries. The second fails at its second book and leaves no trace."""
    await broker.startup()
    try:
        for books in ([EMMA], [PERSUASION, EMMA], [PERSUASION]):
            delivery = [book.model_dump() for book in books]
            print("delivery:", await outcome(take_delivery, books=delivery))
        print("books by Jane Austen:", await outcome(count_books, author="Jane Austen"))
    finally:
        await broker.shutdown()


async def outcome(task: AsyncTaskiqDecoratedTask[..., Any], **sent: Any) -> object:
    """Send a task; return its result, or the error it ended with."""
    waiting = await task.kiq(**sent)
    result = await waiting.wait_result(timeout=PATIENCE)
    return result.error if result.is_err else result.return_value


if __name__ == "__main__":
    logging.getLogger("taskiq").setLevel(logging.CRITICAL)  # what went wrong is printed here
    asyncio.run(main())
