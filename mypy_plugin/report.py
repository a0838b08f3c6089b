"""Report: the only file that speaks to mypy's error list."""

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
