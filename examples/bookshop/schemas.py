"""What goes over the wire: the bodies that come in and the answers that go out."""

from pydantic import BaseModel, ConfigDict, Field


class BookIn(BaseModel):
    """A book as a client sends it."""

    title: str = Field(min_length=1, max_length=200)
    author: str = Field(min_length=1, max_length=100)
    year: int = Field(ge=1450, le=2100)


class BookOut(BookIn):
    """A book as the shop answers it."""

    model_config = ConfigDict(from_attributes=True)

    id: int


class UserOut(BaseModel):
    """A user as others may see one: without the digest."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    is_admin: bool


class Desk(BaseModel):
    """What the admin's desk knows of the one who sits at it."""

    name: str
    same_object: bool
