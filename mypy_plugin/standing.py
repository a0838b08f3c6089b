"""Which modules stand as they were, while the daemon follows an edit.

mypy parses a changed file, checks it, and follows the change to whatever it reaches before
it parses the next one. Meanwhile the types of a module may change that imports the changed
one, at first hand or through others; about all other modules every answer stands.
"""

from collections.abc import Iterator, Mapping

from mypy.nodes import Import, ImportAll, ImportFrom, MypyFile

from mypy_plugin.weaving.bindings import absolute_name


class Standing:
    """Knows which modules an edit may move; `version` is another whenever these are others."""

    def __init__(self) -> None:
        self.version = 0
        self._parsed: set[str] = set()
        self._checked: set[str] = set()
        self._imports: dict[str, tuple[MypyFile, frozenset[str] | None]] = {}
        self._moved: frozenset[str] | None = None
        self._is_unsure = True
        self._count = 0

    def parse(self, module: str) -> None:
        """Note that mypy parses a module: it is through with what it has checked by now."""
        self._parsed -= self._checked
        self._checked.clear()
        self._parsed.add(module)
        self._moved = None
        self._is_unsure = False
        self.version += 1

    def check(self, module: str) -> None:
        """Note that mypy has checked a module."""
        self._checked.add(module)

    def moved(self, modules: Mapping[str, MypyFile]) -> frozenset[str] | None:
        """Give the modules that may be about to change; None if that may be all of them.

        Where a module comes or goes, others may find what they did not find before.
        """
        if len(modules) != self._count:
            self._count = len(modules)
            self._is_unsure = True
            self.version += 1
        if self._is_unsure or any(_is_installed(modules.get(name)) for name in self._parsed):
            return None
        if self._moved is None:
            self._moved = frozenset(self._reaching(modules))
        return self._moved

    def _reaching(self, modules: Mapping[str, MypyFile]) -> set[str]:
        """Name what was parsed, and all that imports it; a library imports none of a program."""
        moved, ours = set(self._parsed), dict[str, frozenset[str]]()
        for name, file in modules.items():
            imports = self._imports_of(name, file)
            if imports is None:
                moved.add(name)
            elif imports:
                ours[name] = imports
        further = moved
        while further:
            further = {name for name, imports in ours.items() if not imports.isdisjoint(further)}
            further -= moved
            moved |= further
        return moved

    def _imports_of(self, name: str, file: MypyFile) -> frozenset[str] | None:
        """Name what a module may import; None if that is not known, nothing of a library."""
        known = self._imports.get(name)
        if known is None or known[0] is not file or name in self._parsed:
            imports: frozenset[str] | None = frozenset()
            if not _is_installed(file):
                imports = None if file.is_cache_skeleton else frozenset(_imported(file))
            known = self._imports[name] = file, imports
        return known[1]


def _imported(file: MypyFile) -> Iterator[str]:
    """Yield the modules that the imports of a file may name, with the packages around them."""
    for statement in file.imports:
        match statement:
            case Import():
                for name, _ in statement.ids:
                    yield from _with_packages(name)
            case ImportFrom():
                package = absolute_name(file, statement)
                yield from _with_packages(package)
                yield from (f"{package}.{name}" for name, _ in statement.names)
            case ImportAll():
                yield from _with_packages(absolute_name(file, statement))


def _with_packages(module: str) -> Iterator[str]:
    while module:
        yield module
        module = module.rpartition(".")[0]


def _is_installed(file: MypyFile | None) -> bool:
    return file is not None and ("site-packages" in file.path or "typeshed" in file.path)
