"""The codes of the plugin, and which of them a run reports."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from mypy.errorcodes import ErrorCode, error_codes

from mypy_plugin.codes import CATEGORY
from typed_depends.cli.mistakes import UsageError

CODES: dict[str, ErrorCode] = {
    name: code for name, code in error_codes.items() if code.category == CATEGORY
}
"""Every code of the plugin, by name."""

FOREIGN: tuple[str, ...] = tuple(sorted(error_codes.keys() - CODES.keys()))
"""What mypy itself reports."""


def find_code(name: str) -> ErrorCode:
    """Return a code, also by its name without `depends-`. Raises `UsageError`."""
    if code := CODES.get(name) or CODES.get(f"depends-{name}"):
        return code
    near = get_close_matches(name, CODES, n=1)
    meant = f'Did you mean "{near[0]}"? ' if near else ""
    raise UsageError(f'"{name}" is no code', f"{meant}The codes are {', '.join(CODES)}.")


def chosen(
    select: Sequence[str], ignore: Collection[str], *, strict: bool = False
) -> frozenset[str]:
    """Return the codes to report: those of `select`, or what is on by itself, without `ignore`."""
    wanted = {find_code(name).code for name in select} or {
        code.code for code in CODES.values() if code.default_enabled or strict
    }
    return frozenset(wanted - {find_code(name).code for name in ignore})
