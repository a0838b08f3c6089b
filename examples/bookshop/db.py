"""From a file to a session: two providers for the application's life, one for each request."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy.orm import Session

from typed_depends import Depends

from .models import Base
from .seed import fill

log = logging.getLogger(__name__)


def database_file() -> Iterator[Path]:
    """Name the file in `BOOKSHOP_DATABASE`, or one in a folder that goes with the application."""
    if named := os.environ.get("BOOKSHOP_DATABASE"):
        yield Path(named)
    else:
        with TemporaryDirectory(prefix="bookshop-") as folder:
            yield Path(folder) / "bookshop.db"


DatabaseFile = Annotated[Path, Depends(database_file, scope="lifespan")]


def open_engine(file: DatabaseFile) -> Iterator[Engine]:
    """Connect once, and see to the tables and the first books."""
    # No pool: with one, requests that hold a connection wait for worker threads, and worker
    # threads wait for a connection. To open a file costs next to nothing.
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    prepare(engine)
    log.info("database opened")
    try:
        yield engine
    finally:
        engine.dispose()
        log.info("database closed")


def prepare(engine: Engine) -> None:
    """Make what is not there yet. Of processes that start together, one does it, the rest wait."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        Base.metadata.create_all(connection)
        with Session(connection) as session:
            fill(session)
        connection.commit()


DatabaseEngine = Annotated[Engine, Depends(open_engine, scope="lifespan")]


def open_session(engine: DatabaseEngine) -> Iterator[Session]:
    """Give each request a session of its own. What it did not commit is rolled back."""
    with Session(engine) as session:
        log.debug("session opened")
        try:
            yield session
        finally:
            log.debug("session closed")


Database = Annotated[Session, Depends(open_session)]
