"""The first books and users, so that there is something to ask for."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Book, User
from .tokens import digest

READER_TOKEN = "rosa.reads-a-lot"
ADMIN_TOKEN = "ada.keeps-the-keys"


def fill(session: Session) -> None:
    """Put the first rows into an empty database and commit; leave any other as it is."""
    if session.scalar(select(User).limit(1)) is not None:
        return
    for token, is_admin in ((READER_TOKEN, False), (ADMIN_TOKEN, True)):
        name, _, secret = token.partition(".")
        session.add(User(name=name, secret_digest=digest(secret), is_admin=is_admin))
    session.add_all(
        [
            Book(title="Middlemarch", author="George Eliot", year=1871),
            Book(title="Silas Marner", author="George Eliot", year=1861),
            Book(title="The Trial", author="Franz Kafka", year=1925),
        ]
    )
    session.commit()
