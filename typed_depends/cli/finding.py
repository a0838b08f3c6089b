"""What `check` found, whatever it is shown as.

Knows one mistake and its place; nothing of mypy, files or terminals.
"""

from dataclasses import dataclass

SYNTAX = "syntax"
"""The code of a file that is no Python."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A mistake. Lines and columns count from 1; the end column is the one behind the last."""

    file: str
    line: int
    column: int
    code: str
    message: str
    notes: tuple[str, ...] = ()
    end_line: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found in `files` files; `warnings` say what could not be looked at."""

    findings: tuple[Finding, ...]
    files: int
    warnings: tuple[str, ...] = ()
