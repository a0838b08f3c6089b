"""Signatures of plain functions, read from their code, are those that `inspect` reads."""

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import pytest

from typed_depends.reading.plain_signature import plain_signature
from typed_depends.reading.written import written


def named_so(call: Callable[..., Any]) -> str:
    """Name a case alike in every process: without an address."""
    return call.__name__


def nothing(): ...  # type: ignore[no-untyped-def]


def plain(a: int, b: str = "b", *, c: Annotated[float, "said"], d: list[int] | None = None) -> str:
    local = [b]
    return local.pop()


def unannotated(a, b=1, *, c=2):  # type: ignore[no-untyped-def]
    return a, b, c


async def asynchronous(a: int = 1) -> None: ...


@pytest.mark.parametrize(
    "call", [nothing, plain, unannotated, asynchronous, lambda a, b=2: a], ids=named_so
)
def test_a_plain_function_has_the_signature_that_inspect_reads(call: Callable[..., Any]) -> None:
    assert plain_signature(call) == written(inspect.signature(call))


def quoted(a: "int") -> None: ...


def variadic(*args: int) -> None: ...


def named(**named: int) -> None: ...


def positional(a: int, /) -> None: ...


@functools.wraps(plain)
def wrapper(*args: Any, **named: Any) -> Any: ...


def signed(a: int) -> None: ...


signed.__signature__ = inspect.signature(plain)  # type: ignore[attr-defined]


class Bound:
    def method(self, a: int) -> None: ...


@pytest.mark.parametrize(
    "call",
    [quoted, variadic, named, positional, wrapper, signed, Bound().method, Bound, int, len],
    ids=named_so,
)
def test_what_is_not_plain_is_left_to_inspect(call: Callable[..., Any]) -> None:
    assert plain_signature(call) is None
