"""The text of a module, as mypy read it, addressed by line and column.

Lines are numbered from 1 and columns from 0, as in mypy's nodes. mypy's older
parser counts columns in UTF-8 bytes (as CPython's `ast`); its native one means
characters, but (mypy 2.4) takes their number for one of bytes, and off it what the
characters that begin before that byte have in excess of one.
`Source` takes either and answers in characters.
"""

import sys
from functools import cached_property
from itertools import accumulate
from typing import TypeAlias

from mypy.options import Options
from mypy.util import decode_python_encoding

Span: TypeAlias = tuple[int, int]
"""Where a piece of a text starts and ends, in characters from its beginning."""


class Source:
    """The text of a module, its line ends made one character each."""

    def __init__(self, text: str, *, byte_columns: bool) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        self.byte_columns = byte_columns
        self.is_ascii = text.isascii()
        self.starts = [0, *accumulate(map((1).__add__, map(len, self.text.split("\n"))))]

    def line(self, number: int) -> str:
        """Give the text of a line."""
        return self.text[self.starts[number - 1] : self.starts[number] - 1]

    def find(self, line: int, column: int, beginnings: tuple[str, ...]) -> int | None:
        """Give where a node stands that begins with one of `beginnings`."""
        if not 0 < line < len(self.starts):
            return None
        start = self.starts[line - 1]
        text = "" if self.is_ascii else self.text[start : self.starts[line] - 1]
        if text.isascii():
            return start + column
        encoded = text.encode(errors="replace")
        for place in range(len(text)):
            if text.startswith(beginnings, place) and column in self._columns(text, encoded, place):
                return start + place
        return None

    def _columns(self, text: str, encoded: bytes, place: int) -> tuple[int, ...]:
        """Give the columns a parser may name for a character of a line."""
        if self.byte_columns:
            return (len(text[:place].encode(errors="replace")),)
        begun = sum(byte & 0xC0 != 0x80 for byte in encoded[: place + 1])
        return place, place + begun - len(text[:begun].encode(errors="replace"))

    def width(self, text: str) -> int:
        """Give the columns `text` takes up, in the parser's own unit."""
        return len(text) if self.is_ascii or not self.byte_columns else len(text.encode())


class Text:
    """The text of the module at a path, read when it is first asked for."""

    def __init__(self, path: str, options: Options) -> None:
        self._path = path
        self.options = options

    @cached_property
    def source(self) -> Source | None:
        """The text itself; None when it is not to be had."""
        return read_source(self._path, self.options)


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
    return Source(text, byte_columns=not getattr(options, "native_parser", False))


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
