"""Overrides that undo themselves, for tests of typed_depends and of FastAPI applications.

The pytest plugin hands them out as the fixture `override_dependency`; other test runners
use the class. Imports neither framework.
"""

from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Protocol

Provider = Callable[..., Any]


class HasOverrides(Protocol):
    """An application: typed_depends' `App`, or FastAPI's."""

    @property
    def dependency_overrides(self) -> dict[Provider, Provider]:
        """The replacements in force."""


class OverrideDependency:
    """Puts one provider in the place of another until the block, or the test, is over.

    `override_dependency(app, get_session, fake_session)`. What was in its place before comes
    back. The mypy plugin judges each call (`depends-override`).
    """

    def __init__(self) -> None:
        self._undo = ExitStack()

    def __call__(
        self,
        application: HasOverrides,
        original: Callable[..., Any],
        replacement: Callable[..., Any],
    ) -> None:
        """Let `replacement` stand in for `original` in `application`.

        Raises `OverrideError` where an `App` of typed_depends knows that it does not fit, or
        that nothing depends on `original`; FastAPI does not look.
        """
        table = application.dependency_overrides
        with ExitStack() as undo:
            undo.callback(_put_back, table, original, dict(table))
            table[original] = replacement
            if (check := getattr(application, "check_override", None)) is not None:
                check(original)
            self._undo.push(undo.pop_all())

    def __enter__(self) -> "OverrideDependency":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._undo.close()


def _put_back(
    table: dict[Provider, Provider], original: Provider, before: dict[Provider, Provider]
) -> None:
    if original in before:
        table[original] = before[original]
    else:
        table.pop(original, None)
