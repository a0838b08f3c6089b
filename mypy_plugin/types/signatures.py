"""Whose signature is another than the one that is written, or cannot be read at run time.

A library that makes providers writes `def provider(**data)` and says later what it takes:
`f.__signature__ = ...`. That is asked only when there is something to report, so that the text
may be searched. Of what is written in C, typeshed knows more than the running program.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from mypy.checker import TypeChecker
from mypy.nodes import (
    CallExpr,
    Expression,
    FuncDef,
    MemberExpr,
    MypyFile,
    RefExpr,
    TypeInfo,
)
from mypy.util import decode_python_encoding

WITHOUT_SIGNATURE: Final = frozenset(
    f"builtins.{name}"
    for name in ("int", "bool", "str", "bytes", "bytearray", "set", "frozenset", "dict", "type")
)
"""Classes that do not tell what they are called with."""

_TOLD_SINCE_3_13: Final = frozenset(
    (
        "time.time",
        "time.time_ns",
        "time.monotonic",
        "time.perf_counter",
        "datetime.date.today",
        "datetime.datetime.utcnow",
        "operator.itemgetter",
        "operator.attrgetter",
        "operator.methodcaller",
    )
)
"""Functions, and classes whose instances are called, that before do not tell it either."""


def without_signature(checker: TypeChecker, provider: Expression) -> str | None:
    """Name what a provider is if the running program cannot read what it is called with."""
    match provider:
        case CallExpr(callee=RefExpr(fullname="functools.partial"), args=[filled, *_]):
            return without_signature(checker, filled)
        case RefExpr(node=TypeInfo() as info):
            return info.name if info.fullname in WITHOUT_SIGNATURE else None
        case MemberExpr(expr=RefExpr(node=TypeInfo() as holder), name=name):
            symbol = holder.get(name)
            node = symbol.node if symbol is not None else None
        case RefExpr(node=node):
            pass
        case CallExpr(callee=RefExpr(node=TypeInfo() as node)):
            pass
        case _:
            return None
    is_told = checker.options.python_version >= (3, 13)
    if node is None or is_told or node.fullname not in _TOLD_SINCE_3_13:
        return None
    return node.name


def may_be_replaced(function: FuncDef, tree: MypyFile) -> bool:
    """Tell whether the module of a function names what says its parameters anew."""
    text = _text(tree.path)
    name = rf"\b{re.escape(function.name)}\b"
    said = r"__(?:signature|annotations|wrapped)__"
    return bool(re.search(rf"{name}\s*\.\s*{said}|setattr\(\s*{name}\s*,\s*['\"]{said}", text))


@lru_cache(maxsize=64)
def _read(path: str, look: tuple[int, int]) -> str:
    try:
        return decode_python_encoding(Path(path).read_bytes())
    except (OSError, ValueError):
        return ""


def _text(path: str) -> str:
    try:
        status = Path(path).stat()
    except OSError:
        return ""
    return _read(path, (status.st_mtime_ns, status.st_size))
