"""Functions whose signature is another than the one that is written: `f.__signature__ = ...`.

A library that makes providers writes `def provider(**data)` and says later what it takes.
Asked only when there is something to report, so that the text may be searched.
"""

import re
from functools import lru_cache
from pathlib import Path

from mypy.nodes import FuncDef, MypyFile
from mypy.util import decode_python_encoding


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
