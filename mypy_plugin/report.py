"""Report: the only file that speaks to mypy's error list, and to standard error."""

import sys
import traceback

from mypy.checker import TypeChecker
from mypy.errorcodes import ErrorCode
from mypy.nodes import Context


def report(
    checker: TypeChecker, context: Context, code: ErrorCode, message: str, notes: tuple[str, ...]
) -> None:
    """Report one finding at `context`, its notes right behind it under the same code."""
    checker.fail(message, context, code=code)
    for note in notes:
        checker.note(note, context, code=code)


def is_on_trial(checker: TypeChecker) -> bool:
    """Tell whether mypy only tries something, such as one of several overloads.

    A finding reported there would be lost, and mypy would take it for its own.
    """
    return any(watcher._filter is not False for watcher in checker.errors.get_watchers())


def tell_failure(error: Exception, *, with_traceback: bool) -> None:
    """Say that the plugin itself failed, beside what mypy has to say."""
    if with_traceback:
        traceback.print_exception(error)
    print(
        f"typed_depends.mypy: internal error, one check was left out: {error!r}"
        + ("" if with_traceback else " (--show-traceback tells where)"),
        file=sys.stderr,
    )
