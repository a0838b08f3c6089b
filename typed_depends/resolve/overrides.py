"""Overrides: which provider stands in for which, here and now.

The table `dependency_overrides` counts for everybody; what `override(...)` puts in place is
a context variable, so it counts for what runs inside the `with`, tasks and TestClient
requests started there included, and for nobody else. Knows callables; the graph judges
whether a replacement fits.
"""

import inspect
from collections.abc import Callable, Hashable, Mapping
from contextlib import aclosing
from contextvars import ContextVar, Token
from functools import wraps
from operator import is_
from typing import Any, ParamSpec, TypeVar, cast

from typed_depends.graph.node import call_key
from typed_depends.graph.overrides import NONE, OverrideSet, Provider, Replacement, Replacements

P = ParamSpec("P")
T = TypeVar("T")


class Overrides:
    """All overrides of one application or injector.

    `table` counts for everybody, `local` for the running code: neither has any, and nothing
    is overridden. What is asked on every request asks them itself.
    """

    def __init__(self) -> None:
        self.table: dict[Provider, Provider] = {}
        self.local: ContextVar[Replacements] = ContextVar("typed_depends_overrides", default=())
        self._latest: tuple[tuple[Any, ...], OverrideSet] = ((), NONE)

    def current(self) -> OverrideSet:
        """Return the overrides in force for the running code; the innermost `with` wins."""
        local, table = self.local.get(), self.table
        if not table and not local:
            return NONE
        made_of = (*local, *table, *table.values())
        before, latest = self._latest
        if len(made_of) == len(before) and all(map(is_, made_of, before)):
            return latest
        merged: dict[Hashable, tuple[Hashable, Provider, Provider]] = {
            key: (key, original, replacement)
            for key, original, replacement in (*_items(table), *local)
        }
        latest = OverrideSet(tuple(merged.values()))
        self._latest = made_of, latest
        return latest

    def in_force(self) -> bool:
        """Tell whether there are any overrides for the running code."""
        return bool(self.table or self.local.get())

    def in_force_for_all(self) -> Replacements:
        """Return the overrides of the table, which count for everybody."""
        return _items(self.table)

    def override(
        self, original: Provider, replacement: Any, *, check: Callable[[Provider], None]
    ) -> "Override":
        """Return the block in which `replacement` stands in; `check` may refuse it."""
        return Override(self.local, original, replacement, check)


class Override:
    """A replacement in force inside `with`, or inside the function it decorates."""

    def __init__(
        self,
        local: ContextVar[Replacements],
        original: Provider,
        replacement: Any,
        check: Callable[[Provider], None],
    ) -> None:
        self._local = local
        self._original = original
        self._replacement = replacement
        self._check = check
        self._entered: list[tuple[Replacement, Token[Replacements]]] = []

    def __enter__(self) -> None:
        item = (call_key(self._original), self._original, self._replacement)
        token = self._local.set((*self._local.get(), item))
        try:
            self._check(self._original)
        except BaseException:
            self._local.reset(token)
            raise
        self._entered.append((item, token))

    def __exit__(self, *exception: object) -> None:
        item, token = self._entered.pop()
        left = tuple(one for one in self._local.get() if one is not item)
        self._local.reset(token)  # refuses to end in one task what began in another
        self._local.set(left)  # blocks need not end in the order in which they began

    def __call__(self, function: Callable[P, T]) -> Callable[P, T]:
        """Decorate a function of any kind: each call, or what it iterates, is a block of its own.

        So a fixture that yields has the override in force until it is resumed.
        """
        if inspect.isgeneratorfunction(function):

            @wraps(function)
            def in_turn(*args: Any, **kwargs: Any) -> Any:
                with self._again():
                    return (yield from function(*args, **kwargs))

            return cast("Callable[P, T]", in_turn)

        if inspect.isasyncgenfunction(function):

            @wraps(function)
            async def in_turns(*args: Any, **kwargs: Any) -> Any:
                with self._again():
                    async with aclosing(function(*args, **kwargs)) as inner:
                        try:
                            value = await anext(inner)
                            while True:
                                try:
                                    sent = yield value
                                except GeneratorExit:
                                    raise
                                except BaseException as error:
                                    value = await inner.athrow(error)
                                else:
                                    value = await inner.asend(sent)
                        except StopAsyncIteration:
                            return

            return cast("Callable[P, T]", in_turns)

        if inspect.iscoroutinefunction(function):

            @wraps(function)
            async def in_block(*args: Any, **kwargs: Any) -> Any:
                with self._again():
                    return await function(*args, **kwargs)

            return cast("Callable[P, T]", in_block)

        @wraps(function)
        def inner(*args: P.args, **kwargs: P.kwargs) -> T:
            with self._again():
                return function(*args, **kwargs)

        return inner

    def _again(self) -> "Override":
        return Override(self._local, self._original, self._replacement, self._check)


def _items(table: Mapping[Provider, Provider]) -> Replacements:
    return tuple(
        (call_key(original), original, replacement) for original, replacement in list(table.items())
    )
