"""A library on typed_depends: markers as defaults and as class fields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from typed_depends import App, Depends

app = App()
T = TypeVar("T")


class Shelf:
    """Where books stand."""

    def titles(self) -> list[str]:
        """Name them all."""
        return []


class Catalogue:
    """Where books are written down."""

    def titles(self) -> list[str]:
        """Name them all."""
        return []


def open_shelf() -> Iterator[Shelf]:
    """Open a shelf for one request."""
    yield Shelf()


def provider_of(kind: Callable[[], T]) -> Callable[[], T]:
    """Make a provider of one kind of thing."""
    return kind


class Reader:
    """Someone with a card: an object that is called for each request."""

    async def __call__(self, shelf: Shelf = Depends()) -> int:
        """Count what can be read."""
        return len(shelf.titles())


@dataclass
class Desk:
    """What a librarian has at hand."""

    shelf: Shelf = Depends(provider_of(Shelf))
    catalogue: Catalogue = Depends(provider_of(Shelf))  # mistake: the factory was given Shelf


@app.get("/titles")
def titles(shelf: Catalogue = Depends(open_shelf)) -> list[str]:  # mistake: the generator yields a Shelf
    """List every title."""
    return shelf.titles()


@app.get("/readable")
async def readable(count: str = Depends(Reader())) -> str:  # mistake: the object's __call__ provides an int
    """Count what can be read."""
    return count


@app.get("/desk")
def desk(desk: Desk = Depends()) -> int:
    """Count what is at hand."""
    return len(desk.shelf.titles())
