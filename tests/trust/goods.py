"""The text that every package has: its types, its witnesses, what each module imports."""

GOODS_MODULE = """\
import enum
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Generic, ParamSpec, Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel
from typing_extensions import TypedDict

T = TypeVar("T")
P = ParamSpec("P")
given: list[tuple[str, dict[str, object]]] = []
events: list[tuple[str, str]] = []


def saw(dependant: str, /, **values: object) -> None:
    given.append((dependant, values))


def entered(provider: str) -> None:
    events.append(("entered", provider))


def left(provider: str) -> None:
    events.append(("left", provider))


class Apple:
    def eat(self) -> str:
        return "apple"


class Pippin(Apple): ...


class Bread:
    def bake(self) -> None: ...


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value


@runtime_checkable
class Eaten(Protocol):
    def eat(self) -> str: ...


class Abstract(ABC):
    @abstractmethod
    def eat(self) -> str: ...


class Basket(TypedDict):
    name: str


class Stock(BaseModel):
    size: int


class Colour(enum.Enum):
    RED = "red"


def grow() -> Apple:
    return Apple()


@contextmanager
def managed() -> Iterator[Apple]:
    yield Apple()


def traced(call: Callable[P, T]) -> Callable[P, T]:
    @wraps(call)
    def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        return call(*args, **kwargs)

    return inner


"""

HEAD = """\
import dataclasses
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import (
    TYPE_CHECKING, Annotated, Any, Generic, Literal, NamedTuple, TypeVar, overload
)
from unittest.mock import Mock

import attrs
from pydantic import BaseModel
from typing_extensions import Self

from {family} import {application}, BackgroundTasks, Body, Cookie, Depends, File, Form, Header, Path
from {family} import Query, Request, Response, Security, UploadFile, WebSocket
{other_imports}

from .goods import (
    Abstract, Apple, Basket, Box, Bread, Colour, Eaten, Pippin, Stock, T, entered, grow, left,
    managed, saw, traced,
)
{imports}
if TYPE_CHECKING:
    from .goods import Apple as Hidden

"""


OTHER_IMPORTS = {
    "fastapi": (
        "from fastapi import APIRouter\n"
        "from fastapi.requests import HTTPConnection\nfrom fastapi.security import SecurityScopes"
    ),
    "typed_depends": (
        "from typed_depends import HTTPConnection, Router, SecurityScopes\n"
        "from typed_depends.web.controllers import get, post, websocket"
    ),
}
