"""What the bookshop answers."""

from typing import Annotated, Any

from sqlalchemy import select

from typed_depends import Body, Depends, HTTPException, Path, Query, Router, status

from .auth import REFUSALS, Admin, CurrentUser, current_user, require_admin
from .db import Database
from .models import Book, User
from .paging import Paging
from .schemas import BookIn, BookOut, Desk, UserOut

books = Router(prefix="/books", dependencies=[Depends(current_user)], responses=REFUSALS)
people = Router(responses=REFUSALS)

UNKNOWN: dict[int | str, dict[str, Any]] = {404: {"description": "The shop does not have it"}}
UNREADABLE: dict[int | str, dict[str, Any]] = {400: {"description": "The body cannot be read"}}


LAST = 2**63 - 1  # what the database can count to


def find_book(book_id: Annotated[int, Path(ge=1, le=LAST)], database: Database) -> Book:
    """Find the book that the path names. Raises 404 if the shop does not have it."""
    book = database.get(Book, book_id)
    if book is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"There is no book {book_id}")
    return book


NamedBook = Annotated[Book, Depends(find_book)]


@books.get("")
def list_books(
    database: Database,
    page: Paging,
    author: Annotated[str | None, Query(max_length=100)] = None,
) -> list[BookOut]:
    """List the shelf, a page at a time."""
    chosen = select(Book).order_by(Book.id).offset(page.offset).limit(page.limit)
    if author is not None:
        chosen = chosen.where(Book.author == author)
    return [BookOut.model_validate(book) for book in database.scalars(chosen)]


@books.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(require_admin)],
    responses=UNREADABLE,
)
def add_book(new: Annotated[BookIn, Body()], database: Database) -> BookOut:
    """Put a book on the shelf."""
    book = Book(**new.model_dump())
    database.add(book)
    database.commit()
    return BookOut.model_validate(book)


@books.get("/{book_id}", responses=UNKNOWN)
def read_book(book: NamedBook) -> BookOut:
    """Show one book."""
    return BookOut.model_validate(book)


@books.delete("/{book_id}", dependencies=[Depends(require_admin)], responses=UNKNOWN)
def remove_book(book: NamedBook, database: Database) -> BookOut:
    """Take a book off the shelf and show it a last time."""
    removed = BookOut.model_validate(book)
    database.delete(book)
    database.commit()
    return removed


@people.get("/me")
def read_me(user: CurrentUser) -> UserOut:
    """Show the caller."""
    return UserOut.model_validate(user)


@people.get("/desk")
def read_desk(user: CurrentUser, admin: Admin) -> Desk:
    """Ask for the user on two ways: `current_user` runs once, and both ways end at its object."""
    return Desk(name=admin.name, same_object=user is admin)


@people.get("/users", dependencies=[Depends(require_admin)])
def list_users(database: Database, page: Paging) -> list[UserOut]:
    """List everyone with a token, paged as the books are."""
    chosen = select(User).order_by(User.id).offset(page.offset).limit(page.limit)
    return [UserOut.model_validate(user) for user in database.scalars(chosen)]
