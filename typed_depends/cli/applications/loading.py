"""Imports an application: `module:app`, `path/to/file.py:app`, or a factory.

This runs the user's code, as starting the application does.
"""

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any

from starlette.routing import Router

from typed_depends.cli.mistakes import UsageError
from typed_depends.errors import DependencyError

_USUAL = ("app", "application", "api", "router")


class ImportingError(Exception):
    """The user's own code raised while it was imported, or while the factory ran."""

    def __init__(self, what: str, error: BaseException) -> None:
        super().__init__(what, error)
        self.what = what
        self.error = error


def load(target: str, *, factory: bool) -> Any:
    """Return the application that `target` names.

    Raises `UsageError` if there is none, `ImportingError` if its code fails, and the mistakes
    of an application that is strict.
    """
    where, name = _parted(target)
    module = _module(where)
    found = _member(module, name) if name else _only_application(module)
    if factory:
        found = _called(found, target)
    elif not _is_application(found) and callable(found):
        shown = name or getattr(found, "__name__", "it")
        raise UsageError(
            f'"{shown}" in {where} is no application, but can be called',
            "Add --factory if it returns one.",
        )
    if not _is_application(found):
        raise UsageError(
            f'"{name}" in {where} is a {type(found).__name__}, not an application',
            _choice(module),
        )
    return found


def _parted(target: str) -> tuple[str, str]:
    where, colon, name = target.rpartition(":")
    # A colon after one letter belongs to a drive: C:\shop\main.py
    return (where, name) if colon and len(where) > 1 else (target, "")


def _module(where: str) -> ModuleType:
    if where.endswith(".py") or os.sep in where:
        root, name = _of_file(Path(where))
    else:
        root, name = Path.cwd(), where
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if name != missing and not name.startswith(f"{missing}."):
            raise ImportingError(where, error) from error
        raise UsageError(
            f'there is no module "{missing}" in {root}',
            "Run from the folder your imports start from, or give the file: path/to/main.py:app",
        ) from error
    except DependencyError:
        raise
    except (Exception, SystemExit) as error:
        raise ImportingError(where, error) from error


def _of_file(file: Path) -> tuple[Path, str]:
    """Return the folder a file is imported from, and its name there."""
    if not file.is_file():
        raise UsageError(f'"{file}" does not exist', "Give path/to/main.py:app.")
    file = file.resolve()
    parts = [] if file.stem == "__init__" else [file.stem]
    folder = file.parent
    while (folder / "__init__.py").is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    return folder, ".".join(parts)


def _member(module: ModuleType, name: str) -> Any:
    try:
        return attrgetter(name)(module)
    except AttributeError:
        near = get_close_matches(name, vars(module), n=1)
        meant = f'Did you mean "{near[0]}"? ' if near else ""
        raise UsageError(
            f'module "{module.__name__}" has no "{name}"', f"{meant}{_choice(module)}"
        ) from None


def _only_application(module: ModuleType) -> Any:
    found = _applications(module)
    for name in (*_USUAL, *found):
        if name in found and (name in _USUAL or len(found) == 1):
            return found[name]
    raise UsageError(f'which application of "{module.__name__}" is meant?', _choice(module))


def _applications(module: ModuleType) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if _is_application(value)}


def _choice(module: ModuleType) -> str:
    found = [f"{module.__name__}:{name}" for name in _applications(module)]
    if not found:
        return "It holds no application. Of a function that makes one, give its name and --factory."
    return f"It holds {', '.join(found)}."


def _called(factory: Any, target: str) -> Any:
    if not callable(factory) or _is_application(factory):
        raise UsageError(f'"{target}" is no factory', "Leave out --factory.")
    try:
        return factory()
    except DependencyError:
        raise
    except (Exception, SystemExit) as error:
        raise ImportingError(f"{target}()", error) from error


def _is_application(value: Any) -> bool:
    """Tell whether this has routes: Starlette's applications and routers, and those on it."""
    if isinstance(value, type):
        return False
    return isinstance(value, Router) or isinstance(getattr(value, "router", None), Router)
