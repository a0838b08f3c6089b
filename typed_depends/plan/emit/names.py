"""Names for what stands in emitted source: each an identifier, each given once.

The only place where a user's words become code. A parameter's or a provider's name is
taken if it is an identifier, and never twice; everything else a user wrote is a constant
or stands in `repr`.
"""

import builtins
import re
from collections.abc import Iterable
from keyword import iskeyword
from typing import Any

_NO_WORD = re.compile(r"\W+", re.ASCII)


class Names:
    """The names of one emitted function."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {*taken, *dir(builtins)}
        self.constants: dict[str, Any] = {}
        self._by_value: dict[tuple[int, str], str] = {}
        # Where to go on counting: a chain may ask for one name a thousand times.
        self._numbers: dict[str, int] = {}

    def new(self, wish: str) -> str:
        """Return `wish`, or something like it, as a name nobody else has."""
        unique = name = identifier(wish)
        while unique in self._taken:
            number = self._numbers[name] = self._numbers.get(name, 1) + 1
            unique = f"{name}_{number}"
        self._taken.add(unique)
        return unique

    def constant(self, wish: str, value: Any) -> str:
        """Return the name of a constant; the same value is one constant."""
        key = (id(value), wish)
        if key not in self._by_value:
            name = self.new(wish)
            self.constants[name] = value
            self._by_value[key] = name
        return self._by_value[key]


def identifier(wish: str) -> str:
    """Return an ASCII identifier that looks like `wish`."""
    name = _NO_WORD.sub("_", wish).strip("_") or "value"
    if name[0].isdigit():
        name = f"_{name}"
    return f"{name}_" if iskeyword(name) else name


def literal(text: str) -> str:
    """Return the source of a string, whatever class of strings it is of."""
    return repr(str.__str__(text))


def keyword(name: str) -> str:
    """Return a parameter's name. Raises `ValueError` for one no source could say."""
    exact = str.__str__(name)
    if not exact.isidentifier() or iskeyword(exact):
        raise ValueError(f"{exact!r} is no name of a parameter")
    return exact
