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
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

T = TypeVar("T")

_IMPORT = re.compile(r"^(\s*(?:from|import) )fastapi\b", re.MULTILINE)
_WHOLE = re.compile(r"^(\s*)import fastapi$", re.MULTILINE)
_MAKES_ONE = re.compile(r"^\w+ = FastAPI\(", re.MULTILINE)
_FOLDERS = ("docs_src", "tests")


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


def applications(into: Path, name: str, kind: type[T]) -> dict[str, T]:
    """Return the applications of the modules of one copy, by module and name."""
    found: dict[str, T] = {}
    sys.path.insert(0, str(into))
    try:
        for path in sorted((into / name).rglob("*.py")):
            if not _MAKES_ONE.search(path.read_text(encoding="utf-8")):
                continue
            module = ".".join(path.relative_to(into / name).with_suffix("").parts)
            for variable, value in vars(_module(f"{name}.{module}")).items():
                if isinstance(value, kind):
                    found[f"{module}.{variable}"] = value
    finally:
        sys.path.remove(str(into))
    return found


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


def _module(name: str) -> ModuleType:
    """Import a program quietly; give an empty one where it cannot be imported."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            return import_module(name)
        except BaseException:  # pytest skips some of FastAPI's tests while they are imported
            return ModuleType(name)
