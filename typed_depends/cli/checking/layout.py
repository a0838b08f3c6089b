"""Names modules as the program does: from which folders are they imported?

The imports say so: `from app.db import f` somewhere below a folder that holds `app` means that
folder. What nobody imports has its place in the project for a name. What would have the name of
something else (`orders/main.py` and `users/main.py`, each started from its own folder) is checked
in a run of its own. Knows files and imports; mypy itself gives the names.
"""

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mypy.find_sources import SourceFinder, normalise_package_base
from mypy.fscache import FileSystemCache
from mypy.options import Options

from typed_depends.cli.checking.discovery import Module


@dataclass(slots=True)
class Run:
    """Files that one run of mypy checks: by module name, with the folders they are imported from.

    `unfollowed` are names by which the same files could be imported a second time.
    """

    roots: list[Path] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    unfollowed: set[str] = field(default_factory=set)

    def restrict(self, files: Collection[Path]) -> bool:
        """Leave out all but these (resolved) files; tell whether any is left."""
        self.files = {name: one for name, one in self.files.items() if one.resolve() in files}
        return bool(self.files)


def runs(modules: Sequence[Module], top: Path) -> list[Run]:
    """Return the runs that check all modules, as few as possible.

    Nobody imports from above `top`.
    """
    starts = {
        folder
        for module in modules
        for folder in module.path.resolve().parents
        if folder.is_relative_to(top)
    }
    cast = {module.path: list(_votes(module, top, starts)) for module in modules}
    votes = Counter(vote for one in cast.values() for vote in one)
    asked = {file: {root for root, _ in one} for file, one in cast.items()}
    roots = {root for root, _ in votes} | {top}
    unfollowed = set[tuple[Path, str]]()
    for inner, outer, name in _nested(roots):
        if not votes[outer, name]:
            continue  # nobody comes this way
        if votes[outer, name] >= sum(votes[vote] for vote in votes if vote[0] == inner):
            roots.discard(inner)
        else:
            unfollowed.add((outer, name))
    by_root = _by_root(modules, roots)
    tops = {root: _tops(files) for root, files in by_root.items()}
    made: list[Run] = []
    for root in sorted(by_root):
        run = next((run for run in made if tops[root].isdisjoint(_tops(run.files))), None)
        if run is None:
            made.append(run := Run())
        run.roots.append(root)
        run.files |= by_root[root]
    for run in made:
        own = _tops(run.files)
        wanted = {root for file in run.files.values() for root in asked.get(file, ())}
        run.roots += [
            root
            for root in sorted(wanted & roots)
            if root not in run.roots and own.isdisjoint(tops.get(root, ()))
        ]
        run.unfollowed |= {name for outer, name in unfollowed if outer in run.roots}
    return made


def module_name(file: Path, roots: Iterable[Path]) -> str:
    """Return the name mypy gives a file."""
    return _finder(roots).crawl_up(str(file))[0]


def _votes(module: Module, top: Path, starts: Collection[Path]) -> Iterator[tuple[Path, str]]:
    """Yield for each absolute import the folder it could start from, and its first name.

    That is the nearest above the file that holds what is imported; else the only one of
    `starts` that does, such as `src` for a file in `tests`.
    """
    above = [folder for folder in module.path.resolve().parents if folder.is_relative_to(top)]
    for name in {dotted[0] for dotted in module.imports if dotted}:
        if name in sys.stdlib_module_names or name == module.path.resolve().anchor:
            continue
        nearest = next((folder for folder in above if _holds(folder, name)), None)
        if nearest is not None:
            yield nearest, name
        else:
            elsewhere = [folder for folder in starts if _holds(folder, name)]
            if len(elsewhere) == 1:
                yield elsewhere[0], name


def _holds(folder: Path, name: str) -> bool:
    if _is_package(folder):
        return False
    return (folder / name).is_dir() or (folder / f"{name}.py").is_file()


def _is_package(folder: Path) -> bool:
    return folder.name.isidentifier() and (folder / "__init__.py").is_file()


def _nested(roots: Iterable[Path]) -> list[tuple[Path, Path, str]]:
    """Return each root that lies in another, with that one and the name it begins with there."""
    return [
        (inner, outer, inner.relative_to(outer).parts[0])
        for inner in sorted(roots)
        for outer in sorted(roots)
        if inner != outer and inner.is_relative_to(outer)
    ]


def _by_root(modules: Iterable[Module], roots: Iterable[Path]) -> dict[Path, dict[str, Path]]:
    finder = _finder(roots)
    found: dict[Path, dict[str, Path]] = {}
    for module in modules:
        name, root = finder.crawl_up(str(module.path))
        found.setdefault(Path(root), {})[name] = module.path
    return found


def _tops(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def _finder(roots: Iterable[Path]) -> SourceFinder:
    finder = SourceFinder(FileSystemCache(), Options())
    # mypy's own list would hold the folder this process happens to be in.
    finder.explicit_package_bases = [normalise_package_base(str(root)) for root in roots]
    return finder
