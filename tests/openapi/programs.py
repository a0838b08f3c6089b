"""FastAPI's programs under both libraries: those of its documentation, and its tests' own.

The source distribution's folders are copied twice, as the packages `theirs` and `ours`; in
`ours` the imports are exchanged.
"""

import contextlib
import io
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from fastapi import FastAPI

from typed_depends import App

_IMPORT = re.compile(r"^(\s*(?:from|import) )fastapi\b", re.MULTILINE)
_WHOLE = re.compile(r"^(\s*)import fastapi$", re.MULTILINE)
_MAKES_ONE = re.compile(r"^\w+ = FastAPI\(", re.MULTILINE)
_FOLDERS = ("docs_src", "tests")


@dataclass(frozen=True)
class Pair:
    """One application of a program, under both libraries."""

    name: str
    theirs: FastAPI
    ours: App


def unpack(source: Path, into: Path) -> None:
    """Copy FastAPI's programs to `into`, once as they are and once with imports exchanged."""
    for name, exchange in (("theirs", False), ("ours", True)):
        for folder in _FOLDERS:
            copy = into / name / folder
            shutil.copytree(source / folder, copy, ignore=shutil.ignore_patterns("*.pyc"))
            (copy / "__init__.py").touch()
            for path in copy.rglob("*.py"):
                text = path.read_text(encoding="utf-8")
                text = re.sub(r"\b(from|import) (docs_src|tests)\b", rf"\1 {name}.\2", text)
                path.write_text(_exchanged(text) if exchange else text, encoding="utf-8")
        (into / name / "__init__.py").touch()


def pairs(into: Path) -> Iterator[Pair]:
    """Yield the applications that modules of both libraries have under one name."""
    sys.path.insert(0, str(into))
    try:
        for path in sorted((into / "theirs").rglob("*.py")):
            if not _MAKES_ONE.search(path.read_text(encoding="utf-8")):
                continue
            module = ".".join(path.relative_to(into / "theirs").with_suffix("").parts)
            if (theirs := _module(f"theirs.{module}")) is None:
                continue
            apps = {
                name: value for name, value in vars(theirs).items() if isinstance(value, FastAPI)
            }
            ours = _module(f"ours.{module}") if apps else None
            for name, app in apps.items():
                if isinstance(other := getattr(ours, name, None), App):
                    yield Pair(f"{module}.{name}", app, other)
    finally:
        sys.path.remove(str(into))


def document(app: Any) -> Any:
    """Return an application's document, or the class of what it raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return app.openapi()
        except Exception as error:
            return type(error)


def _exchanged(text: str) -> str:
    text = re.sub(
        r"^(\s*)import fastapi$", r"\1import typed_depends.fastapi as fastapi", text, flags=re.M
    )
    return _IMPORT.sub(r"\1typed_depends.fastapi", text)


def _module(name: str) -> ModuleType | None:
    """Import a program quietly; `None` where it cannot be imported."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            return import_module(name)
        except BaseException:  # pytest skips some of FastAPI's tests while they are imported
            return None
