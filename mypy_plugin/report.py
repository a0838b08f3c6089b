"""Report: the only file that speaks to mypy's error list, and to standard error."""

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from mypy.checker import TypeChecker
from mypy.errorcodes import ErrorCode
from mypy.nodes import Context
from mypy.options import Options

T = TypeVar("T")


def report(
    checker: TypeChecker, context: Context, code: ErrorCode, message: str, notes: tuple[str, ...]
) -> None:
    """Report one finding at `context`, its notes right behind it under the same code.

    mypy tries the overloads of a call with an ear on errors, and would take ours for a
    reason to try the next one; so nobody listens meanwhile.
    """
    watchers = checker.errors._watchers
    listening = watchers[:]
    watchers.clear()
    checker.fail(message, context, code=code)
    for note in notes:
        checker.note(note, context, code=code)
    watchers.extend(listening)


class Guard:
    """Do some work; if it fails, tell so and go on, for mypy's own output must stand."""

    __slots__ = ("options",)

    def __init__(self, options: Options) -> None:
        self.options = options

    def __call__(self, work: Callable[[], T], otherwise: T) -> T:
        """Give what `work` gives, or `otherwise`."""
        try:
            return work()
        except Exception as error:
            tell_failure(error, with_traceback=self.options.show_traceback)
            return otherwise

    def unless(self, is_quiet: Callable[[T], bool], items: Iterable[T]) -> Iterator[T]:
        """Yield each item of which `is_quiet` does not hold, or cannot be told."""
        for item in items:
            try:
                if is_quiet(item):
                    continue
            except Exception as error:
                tell_failure(error, with_traceback=self.options.show_traceback)
            yield item


def tell_failure(error: Exception, *, with_traceback: bool) -> None:
    """Say that the plugin itself failed, beside what mypy has to say."""
    if with_traceback:
        traceback.print_exception(error)
    print(
        f"typed_depends.mypy: internal error, one check was left out: {error!r}"
        + ("" if with_traceback else " (--show-traceback tells where)"),
        file=sys.stderr,
    )
