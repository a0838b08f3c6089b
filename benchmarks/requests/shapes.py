"""The shapes that are measured: who needs whom, and what every contender must answer.

A graph shape is data, from which each contender makes the program its users would write.
A provider's value is one more than the sum of what it needs, so all answers can be
compared. The `admin` shape reads a request and is written by hand for each contender.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Style(Enum):
    """How a provider, and with it the endpoint, is written."""

    ASYNC = "async def"
    DEF = "def"
    ASYNC_GENERATOR = "async generator"
    SESSION = "async generator that awaits"
    GENERATOR = "generator"


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

    @property
    def named(self) -> str:
        """The title, with the key before it."""
        return f"{self.key}: {self.title}"

    def answer(self) -> dict[str, int]:
        """Return the JSON every contender must answer."""
        values: dict[str, int] = {}
        for provider in self.providers:
            values[provider.name] = 1 + sum(values[need] for need in provider.needs)
        return {"value": sum(values[need] for need in self.needs)}


def chain(key: str, title: str, style: Style, length: int, prefix: str = "p") -> Shape:
    """Return a chain: each provider needs the one before it."""
    names = [f"{prefix}{n}" for n in range(length)]
    providers = tuple(Provider(name, tuple(names[:n][-1:])) for n, name in enumerate(names))
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
CHAIN: Final = chain("b", "chain of 10 async def", Style.ASYNC, 10)
THREADS: Final = chain("c", "chain of 10 def", Style.DEF, 10)
LAYERS: Final = layers("d", "3 layers of 5, all shared", 3, 5)
GENERATORS: Final = side_by_side("e", "5 async generators", Style.ASYNC_GENERATOR, 5)
SESSIONS: Final = side_by_side("g", "5 async generators that await", Style.SESSION, 5)
THREAD_GENERATORS: Final = side_by_side("h", "5 generators", Style.GENERATOR, 5)
DIAMOND: Final = Shape(
    "diamond",
    "diamond",
    Style.ASYNC,
    (
        Provider("top"),
        Provider("left", ("top",)),
        Provider("right", ("top",)),
        Provider("bottom", ("left", "right")),
    ),
    ("bottom",),
)

GRAPHS: Final = (
    NOTHING,
    CHAIN,
    THREADS,
    LAYERS,
    GENERATORS,
    SESSIONS,
    THREAD_GENERATORS,
)
RESOLVED: Final = (CHAIN, DIAMOND, LAYERS, GENERATORS)
CROWDED: Final = (CHAIN, THREADS)


def growing_chain(length: int) -> Shape:
    """Return a point of the growth curve."""
    return chain(f"n{length}", f"chain of {length} async def", Style.ASYNC, length)


def growing_layers(depth: int) -> Shape:
    """Return a point of the curve over the depth of a graph."""
    return layers(f"l{depth}", f"{depth} layers of 3", depth, 3)


def many_routes(count: int) -> dict[str, Shape]:
    """Return so many routes, each above a chain of five providers of its own."""
    return {
        f"/r{n}": chain(f"r{n}", "five of its own", Style.ASYNC, 5, prefix=f"r{n}_p")
        for n in range(count)
    }


ADMIN_KEY: Final = "f"
ADMIN_TITLE: Final = "f: header, token, user, admin; path, query, body"
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
