"""What the bookshop keeps: books, and the people who may see or change them."""

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of the bookshop."""


class Book(Base):
    """A book on the shelf."""

    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author: Mapped[str] = mapped_column(index=True)
    year: Mapped[int]


class User(Base):
    """Someone with a token. Only a digest of the token's secret is kept."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    secret_digest: Mapped[bytes]
    is_admin: Mapped[bool] = mapped_column(default=False)
