"""A task that works until it is told to end, for the test that shuts workers down meanwhile."""

import logging
import time
from pathlib import Path

from sqlalchemy import select

from examples.bookshop.db import Database
from examples.bookshop.models import Book
from examples.workers.broker import broker
from examples.workers.injection import InjectedTasks
from examples.workers.processes import PATIENCE

log = logging.getLogger(__name__)
task = InjectedTasks(broker)


@task
def wait_for(end: Path, database: Database) -> None:
    """Work until the file `end` exists, and then once more with the session."""
    log.info("work has begun")
    deadline = time.monotonic() + PATIENCE
    while not end.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert database.scalar(select(Book).limit(1)) is not None
