"""Where things are defined, for notes that name a line of another module.

A line is no part of a module's interface: an edit that moves it makes mypy check nothing
but the file itself, and since 2.4 mypy repeats what it once said of all others. So a module
whose notes name lines elsewhere keeps beside mypy's cache which files those were and how
they looked; once they look otherwise, mypy must not believe its cache of that module.
The daemon comes back to whatever has an error by itself.
"""

import json
import os
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from mypy.errors import Errors
from mypy.nodes import ClassDef, IfStmt, MypyFile, Statement
from mypy.options import Options
from mypy.util import decode_python_encoding

FOLDER = "typed_depends"


class Places:
    """The lines that notes name, and the files they are in."""

    def __init__(self, options: Options) -> None:
        """Keep what is to be kept in the folder of mypy's cache."""
        self._options = options
        self._named: dict[str, dict[str, str]] = {}
        self._open: set[str] = set()
        is_cached = options.incremental and options.cache_dir != os.devnull
        version = "{}.{}".format(*options.python_version)
        self._folder = Path(options.cache_dir, version, FOLDER) if is_cached else None
        self._in_memory: dict[str, tuple[list[Statement], dict[str, int]]] = {}

    def line_of(self, fullname: str, tree: MypyFile, asking: str) -> int | None:
        """Give the line `tree` defines `fullname` at, for a note in module `asking`."""
        look = _look_of(tree.path)
        line: int | None = None
        if tree.defs:
            statements, lines = self._in_memory.get(tree.path, (None, {}))
            if statements is not tree.defs:
                lines = _lines_of(tree)
                self._in_memory[tree.path] = tree.defs, lines
            line = lines.get(fullname)
        elif look:
            line = _lines(tree.path, look, tree.fullname, self._options).get(fullname)
        if line is not None and tree.fullname != asking:
            self._named.setdefault(asking, {})[tree.path] = look
            if asking in self._open:
                self._write(asking, self._named[asking])
        return line

    def has_moved(self, module: str) -> bool:
        """Tell whether a file has changed whose lines the last notes on `module` name."""
        if self._folder is None or not self._is_kept(module):
            return False
        try:
            named: Mapping[str, str] = json.loads((self._folder / f"{module}.json").read_text())
        except (OSError, ValueError):
            return True
        return any(_look_of(path) != look for path, look in named.items())

    def keep(self, module: str, *, more: bool = False) -> None:
        """Write down which files the notes on `module` name, now that it is checked.

        With `more`, perhaps only its interface is, and what is named from now on belongs to it.
        """
        if more:
            self._open.add(module)
            named = self._named.get(module, {})
        else:
            named = self._named.pop(module, {})
        self._write(module, named)

    def _write(self, module: str, named: Mapping[str, str]) -> None:
        if self._folder is None or not (named or self._is_kept(module)):
            return
        place = self._folder / f"{module}.json"
        if named:
            self._folder.mkdir(parents=True, exist_ok=True)
            place.write_text(json.dumps(named, sort_keys=True))
        else:
            place.unlink(missing_ok=True)

    @cached_property
    def kept(self) -> frozenset[str]:
        """The files that were kept when this run began."""
        try:
            return frozenset(os.listdir(self._folder) if self._folder is not None else ())
        except OSError:
            return frozenset()

    def _is_kept(self, module: str) -> bool:
        return f"{module}.json" in self.kept


def _look_of(path: str) -> str:
    """Give what changes when a file does, as mypy's cache sees it; empty if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return ""
    return f"{status.st_mtime_ns} {status.st_size}"


@lru_cache(maxsize=64)
def _lines(path: str, look: str, module: str, options: Options) -> dict[str, int]:
    """Give the lines of all functions in a file that mypy did not need to read."""
    # Only a message asks for lines; a run without one need not wait for the parser.
    from mypy.reachability import infer_reachability_of_if_statement

    from mypy_plugin.weaving.masked import read_text
    from mypy_plugin.weaving.statements import inside

    errors = Errors(options)
    try:
        tree = read_text(decode_python_encoding(Path(path).read_bytes()), errors, options)
    except (OSError, ValueError):
        return {}
    for statement in inside(tree.defs):
        if isinstance(statement, IfStmt):
            infer_reachability_of_if_statement(statement, options)
    tree._fullname = module
    found = _lines_of(tree)
    return {} if errors.is_errors() else found


def _lines_of(tree: MypyFile) -> dict[str, int]:
    """Give the lines of all functions and classes of a tree that is in memory."""
    from mypy_plugin.dependants.definitions import definitions

    found = dict(_classes(tree.defs, tree.fullname))
    found.update((d.fullname, d.node.line) for d in definitions(tree))
    return found


def _classes(body: list[Statement], prefix: str) -> Iterator[tuple[str, int]]:
    for statement in body:
        if isinstance(statement, ClassDef):
            name = f"{prefix}.{statement.name}"
            yield name, statement.line
            yield from _classes(statement.defs.body, name)
