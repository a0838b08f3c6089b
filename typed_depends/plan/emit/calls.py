"""Writes the arguments of one call: by position where that is sure to mean the same."""

from collections.abc import Callable, Mapping
from inspect import CO_VARARGS
from types import FunctionType
from typing import Any
from unicodedata import is_normalized

from typed_depends.plan.emit.names import keyword, literal


def arguments_of(call: Callable[..., Any], arguments: Mapping[str, str]) -> str:
    """Return the source of the arguments of a call, given by parameter."""
    names = _positional(call)[: len(arguments)]
    if set(names) == arguments.keys():
        return ", ".join(arguments[name] for name in names)
    return keywords(arguments)


def keywords(arguments: Mapping[str, str]) -> str:
    """Return the source of arguments by name; what Python would spell otherwise, in a table."""
    written = [
        f"{keyword(name)}={value}"
        if is_normalized("NFKC", name)
        else f"**{{{literal(name)}: {value}}}"
        for name, value in arguments.items()
    ]
    return ", ".join(written)


def _positional(call: Callable[..., Any]) -> tuple[str, ...]:
    """Return the parameters of a plain function that may be given by position."""
    if not isinstance(call, FunctionType):
        return ()
    code = call.__code__
    return () if code.co_flags & CO_VARARGS else code.co_varnames[: code.co_argcount]
