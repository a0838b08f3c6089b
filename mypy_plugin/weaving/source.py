"""The text of a module, as mypy read it, addressed by line and character column.

Lines are numbered from 1 and columns from 0, as in mypy's nodes. mypy's older
parser counts columns in UTF-8 bytes (as CPython's `ast`), its native one in
characters; `Source` takes either and answers in characters.
"""

import sys
from dataclasses import dataclass
from typing import TypeAlias

from mypy.options import Options
from mypy.util import decode_python_encoding

Position: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a module, without their ends."""

    lines: list[str]
    byte_columns: bool

    def at(self, line: int, column: int) -> Position:
        """Give the position of a node in characters."""
        text = self.lines[line - 1]
        if self.byte_columns and not text.isascii():
            column = len(text.encode()[:column].decode(errors="ignore"))
        return line, column

    def width(self, text: str) -> int:
        """Give the columns `text` takes up, in the parser's own unit."""
        return len(text.encode()) if self.byte_columns else len(text)


def read_source(path: str, options: Options) -> Source | None:
    """Read the module at `path`; None when its text is not to be had.

    Follows `--shadow-file`. A program given as `mypy -c` is taken from the command line.
    """
    if path == "<string>":
        text = _program_of_command_line()
    else:
        text = _read(dict(options.shadow_file or ()).get(path, path))
    if text is None:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Source(lines, byte_columns=not getattr(options, "native_parser", False))


def _read(path: str) -> str | None:
    try:
        with open(path, "rb") as file:
            return decode_python_encoding(file.read())
    except (OSError, ValueError):
        return None


def _program_of_command_line() -> str | None:
    """Join the arguments of `-c` as mypy does."""
    arguments = iter(sys.argv[1:])
    program = [next(arguments, "") for option in arguments if option in ("-c", "--command")]
    return "\n".join(program) if program else None
