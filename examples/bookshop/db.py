"""From a file to a session: two providers for the application's life, one per request."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from typed_depends import Depends

from .models import Base
from .seed import fill


def database_file() -> Iterator[Path]:
    """Name the file in `BOOKSHOP_DATABASE`, or one in a folder that goes with the application."""
    if named := os.environ.get("BOOKSHOP_DATABASE"):
        yield Path(named)
    else:
        with TemporaryDirectory(prefix="bookshop-") as folder:
            yield Path(folder) / "bookshop.db"


DatabaseFile = Annotated[Path, Depends(database_file, scope="lifespan")]


def open_engine(file: DatabaseFile) -> Iterator[Engine]:
    """Connect once, with the tables made and the first books on the shelf."""
    engine = create_engine(f"sqlite:///{file}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        fill(session)
    try:
        yield engine
    finally:
        engine.dispose()


DatabaseEngine = Annotated[Engine, Depends(open_engine, scope="lifespan")]


def open_session(engine: DatabaseEngine) -> Iterator[Session]:
    """Give each request a session of its own. What it did not commit is rolled back."""
    with Session(engine) as session:
        yield session


Database = Annotated[Session, Depends(open_session)]
