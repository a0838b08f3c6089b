"""The shapes that are measured: who needs whom, and what every contender must answer.

A graph shape is data, from which each contender makes the program its users would write.
A provider's value is one more than the sum of what it needs, so all answers can be
compared. The `admin` shape reads a request and is written by hand for each contender.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Style(Enum):
    """How a provider, and with it the endpoint, is written."""

    ASYNC = "async def"
    DEF = "def"
    ASYNC_GENERATOR = "async generator"


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider and the names of what it needs."""

    name: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A graph; its providers are ordered, a need before what needs it."""

    key: str
    title: str
    style: Style
    providers: tuple[Provider, ...]
    needs: tuple[str, ...]

    def answer(self) -> dict[str, int]:
        """Return the JSON every contender must answer."""
        values: dict[str, int] = {}
        for provider in self.providers:
            values[provider.name] = 1 + sum(values[need] for need in provider.needs)
        return {"value": sum(values[need] for need in self.needs)}


def chain(key: str, title: str, style: Style, length: int) -> Shape:
    """Return a chain: each provider needs the one before it."""
    providers = tuple(Provider(f"p{n}", (f"p{n - 1}",) if n else ()) for n in range(length))
    return Shape(key, title, style, providers, (providers[-1].name,) if providers else ())


def layers(key: str, title: str, depth: int, width: int) -> Shape:
    """Return layers of providers, each of which needs all of the layer before."""
    providers: list[Provider] = []
    below: tuple[str, ...] = ()
    for layer in range(depth):
        row = tuple(f"p{layer}_{place}" for place in range(width))
        providers.extend(Provider(name, below) for name in row)
        below = row
    return Shape(key, title, Style.ASYNC, tuple(providers), below)


def side_by_side(key: str, title: str, style: Style, count: int) -> Shape:
    """Return providers that need nothing, all needed by the endpoint."""
    providers = tuple(Provider(f"p{n}") for n in range(count))
    return Shape(key, title, style, providers, tuple(one.name for one in providers))


NOTHING: Final = chain("a", "no dependencies", Style.ASYNC, 0)

GRAPHS: Final = (
    NOTHING,
    chain("b", "chain of 10 async def", Style.ASYNC, 10),
    chain("c", "chain of 10 def", Style.DEF, 10),
    layers("d", "3 layers of 5, all shared", 3, 5),
    side_by_side("e", "5 async generators", Style.ASYNC_GENERATOR, 5),
)


def growing_chains() -> Iterator[Shape]:
    """Yield the chains of the growth curve."""
    for length in (1, 2, 5, 10, 20, 50, 100, 200):
        yield chain(f"n{length}", f"chain of {length} async def", Style.ASYNC, length)


def growing_layers() -> Iterator[Shape]:
    """Yield the layered graphs of the growth curve."""
    for depth in (1, 2, 3, 4, 5):
        yield layers(f"l{depth}", f"{depth} layers of 3", depth, 3)


ADMIN_PATH: Final = "/items/7?page=2&size=50"
ADMIN_HEADERS: Final = {"authorization": "Bearer ada:admin", "content-type": "application/json"}
ADMIN_BODY: Final = b'{"name": "chair", "price": 12.5, "tags": ["oak", "old"]}'
ADMIN_ANSWER: Final = {
    "item": 7,
    "by": "ada",
    "page": 2,
    "size": 50,
    "name": "chair",
    "price": 12.5,
    "tags": ["oak", "old"],
}
