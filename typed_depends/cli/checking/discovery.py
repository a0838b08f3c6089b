"""Finds the files worth checking: those that depend on a marker, and those that lead to them.

A file counts if it names a framework, or if it imports one that counts, wherever that
leads. What such files import in turn, mypy follows by itself. What version control ignores is
passed over, unless it is named. Reads text and syntax.
"""

import ast
import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mypy.fscache import FileSystemCache
from mypy.modulefinder import matches_exclude, matches_gitignore

PASSED_OVER = frozenset(
    {"__pycache__", "build", "dist", "node_modules", "site-packages", "venv", "virtualenv"}
)
"""Folders that hold no code of the project, beside hidden ones and virtual environments."""

Dotted = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """A file, the dotted names it imports, and what is wrong with its syntax, if it is."""

    path: Path
    imports: tuple[Dotted, ...]
    names_a_framework: bool


def python_files(paths: Iterable[Path], exclude: list[str]) -> Iterator[Path]:
    """Yield the Python files under `paths`; one that is named itself is never left out.

    `exclude` are mypy's patterns for files and folders to leave out.
    """
    seen: set[Path] = set()
    for path in paths:
        for file in [path] if path.is_file() else _below(path, exclude):
            if (real := file.resolve()) not in seen:
                seen.add(real)
                yield file


def relevant(files: Iterable[Path], packages: Collection[str]) -> list[Module]:
    """Return those of `files` that name one of `packages`, or import one that does."""
    framework = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(packages)))
    texts = {file: text for file in files if (text := _text(file)) is not None}
    if not any(framework.search(text) for text in texts.values()):
        return []
    modules = [
        Module(file, tuple(_imports(text, _dotted(file))), framework.search(text) is not None)
        for file, text in texts.items()
    ]
    known: set[Dotted] = set()
    found: list[Module] = []
    new = [module for module in modules if module.names_a_framework]
    while new:
        found += new
        for module in new:
            known |= set(_endings(_dotted(module.path)))
        taken = {module.path for module in found}
        new = [
            module
            for module in modules
            if module.path not in taken and any(name in known for name in module.imports)
        ]
    return sorted(found, key=lambda module: module.path)


def _below(folder: Path, exclude: list[str]) -> Iterator[Path]:
    listens = _is_versioned(folder)

    def is_left_out(path: Path) -> bool:
        return _is_excluded(path, exclude) or (listens and _is_ignored(path))

    for base, folders, files in os.walk(folder):
        here = Path(base)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in PASSED_OVER
            and not (here / name / "pyvenv.cfg").exists()
            and not is_left_out(here / name)
        )
        for name in sorted(files):
            if name.endswith(".py") and not is_left_out(here / name):
                yield here / name


def _is_excluded(path: Path, exclude: list[str]) -> bool:
    return bool(exclude) and matches_exclude(str(path), exclude, FileSystemCache(), verbose=False)


def _is_versioned(folder: Path) -> bool:
    """Tell whether a folder is git's: one above its repository may ignore everything."""
    resolved = folder.resolve()
    if (resolved / ".git").exists():
        return True
    inside = any((one / ".git").exists() for one in resolved.parents)
    return inside and not _is_ignored(resolved / "__init__.py")  # one that is named is meant


def _is_ignored(path: Path) -> bool:
    """Tell whether a `.gitignore` leaves a path out, as mypy's `--exclude-gitignore` does."""
    return matches_gitignore(os.path.abspath(path), FileSystemCache(), verbose=False)


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _dotted(file: Path) -> Dotted:
    parts = file.resolve().with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def _endings(name: Dotted) -> Iterator[Dotted]:
    """Yield every name this module may be imported by, from whatever folder."""
    return (name[start:] for start in range(len(name)))


def _imports(text: str, importer: Dotted) -> Iterator[Dotted]:
    """Yield the names a file imports; a relative one as the whole way to its file."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for name in names:
                    yield tuple(name.name.split("."))
            case ast.ImportFrom(module=module, names=names, level=level):
                start = importer[: len(importer) - level] if level else ()
                base = (*start, *(module.split(".") if module else ()))
                yield base
                for name in names:
                    yield (*base, name.name)
