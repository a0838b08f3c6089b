"""The ways mypy can be run, each as a walk through the states of all cases.

| mode | walk |
|---|---|
| `cold` | each state from an empty cache (but for the frameworks) |
| `warm`, `warm-json` | one cache, state after state, then back; both cache formats |
| `parallel` | the same with two workers |
| `daemon`, `daemon-reversed` | one `dmypy`, first state first and last state first |
| `old-parser` | the same as `warm` with mypy's parser of old |

A file that has an error is checked again whatever happened: only the walk that starts
where the case is clean shows that an edit elsewhere is noticed, hence both directions.
"""

import fcntl
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from .batch import Member, Output, Printed, Tree, copy_cache, imported_modules, run_mypy
from .page import Case


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that can share a run of mypy: one language version, one list of plugins."""

    python: tuple[int, int]
    plugins: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The group as a folder's name."""
        return "-".join((f"py{self.python[0]}{self.python[1]}", *self.plugins))

    @property
    def flags(self) -> tuple[str, ...]:
        """What mypy is told about the group."""
        if self.python == sys.version_info[:2]:
            return ()
        return (f"--python-version={self.python[0]}.{self.python[1]}",)

    def holds(self, case: Case) -> bool:
        """Whether `case` belongs here."""
        return group_of(case) == self


def group_of(case: Case) -> Group:
    """The group `case` runs in: the running Python unless its syntax is newer."""
    running = (sys.version_info.major, sys.version_info.minor)
    return Group(max(running, case.python or running), case.plugins)


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to run mypy over a group: its flags and its walk through the states."""

    name: str
    walk: Callable[["Run"], Iterator[tuple[int, Tree, Output]]]
    flags: tuple[str, ...] = ()

    def visits(self, case: Case) -> bool:
        """Whether the walk comes by `case`."""
        return self.name != "daemon-reversed" or len(case.states) > 1

    def available(self, group: Group) -> bool:
        """Whether this mypy has the mode, and can read the group in it."""
        if self.name == "old-parser" and group.python != sys.version_info[:2]:
            return False
        return all(flag.split("=")[0] in _mypy_help() for flag in self.flags)


@cache
def _mypy_help() -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--help"], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout + "--no-fixed-format-cache" * ("--fixed-format-cache" in done.stdout)


@dataclass(frozen=True, slots=True)
class Run:
    """A mode over the members of a group, in a folder of its own."""

    mode: Mode
    group: Group
    members: Sequence[Member]
    folder: Path
    frameworks: Path

    @property
    def steps(self) -> int:
        """How many states the longest case has."""
        return max(len(member.case.states) for member in self.members)

    @property
    def flags(self) -> tuple[str, ...]:
        """All flags of the run."""
        return (*self.mode.flags, *self.group.flags)

    def tree(self, members: Sequence[Member] | None = None) -> Tree:
        """An empty tree to walk."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return Tree(
            self.folder,
            self.members if members is None else members,
            self.group.plugins,
        )

    def check(self, tree: Tree, step: int) -> Output:
        """Run mypy over `tree` at `step`, on the cache beside it."""
        tree.write(step)
        output, crashed = run_mypy(
            self.folder, *self.flags, "--cache-dir", f"{self.folder}.cache", *tree.targets
        )
        return tree.sort_output(output, crashed=crashed)

    def edited(self) -> list[Member]:
        """The members with more than one state."""
        return [member for member in self.members if len(member.case.states) > 1]


def _cold(run: Run) -> Iterator[tuple[int, Tree, Output]]:
    for step in range(run.steps):
        copy_cache(run.frameworks, Path(f"{run.folder}.cache"))
        tree = run.tree([member for member in run.members if len(member.case.states) > step])
        yield step, tree, run.check(tree, step)


def _warm(run: Run) -> Iterator[tuple[int, Tree, Output]]:
    copy_cache(run.frameworks, Path(f"{run.folder}.cache"))
    tree = run.tree()
    for step in _there_and_back(run.steps):
        yield step, tree, run.check(tree, step)


def _there_and_back(steps: int) -> list[int]:
    """The first state, the same unedited, each edit, and the first state again."""
    return [0, 0, *range(1, steps), *[0][: steps - 1]]


def _daemon(run: Run) -> Iterator[tuple[int, Tree, Output]]:
    yield from _ask_daemon(run, run.tree(), _there_and_back(run.steps))


def _daemon_reversed(run: Run) -> Iterator[tuple[int, Tree, Output]]:
    if edited := run.edited():
        steps = list(reversed(range(run.steps)))
        yield from _ask_daemon(run, run.tree(edited), [*steps, run.steps - 1])


def _ask_daemon(run: Run, tree: Tree, steps: Sequence[int]) -> Iterator[tuple[int, Tree, Output]]:
    dmypy = [sys.executable, "-m", "mypy.dmypy", "--status-file", f"{run.folder}.dmypy.json"]

    def ask(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*dmypy, *arguments],
            cwd=run.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )

    tree.write(steps[0])
    log = f"--log-file={run.folder}.dmypy.log"
    ask("start", log, "--timeout=600", "--", "--config-file=mypy.ini", *run.flags)
    try:
        for step in steps:
            tree.write(step)
            done = ask("check", "--", *tree.targets)
            yield step, tree, tree.sort_output(done.stdout, crashed=done.returncode not in (0, 1))
    finally:
        ask("stop")


MODES = (
    Mode("cold", _cold),
    Mode("warm", _warm),
    Mode("warm-json", _warm, ("--no-fixed-format-cache",)),
    Mode("parallel", _warm, ("--num-workers=2",)),
    Mode("daemon", _daemon),
    Mode("daemon-reversed", _daemon_reversed),
    Mode("old-parser", _warm, ("--no-native-parser",)),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What one mode printed about one package at one step of its walk."""

    step: int
    printed: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """All that one mode printed about one group."""

    visits: Mapping[str, tuple[Visit, ...]]
    crashes: Mapping[str, str]
    stray: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Laboratory:
    """Runs modes below `folder` on demand, once each, whichever process asks."""

    folder: Path
    members: Sequence[Member]

    def result(self, mode: Mode, group: Group) -> Result:
        """What `mode` printed about `group`."""
        place = self.folder / group.name / mode.name
        with _once(place) as stored:
            if not stored.exists():
                members = [m for m in self.members if group.holds(m.case)]
                frameworks = self._frameworks(mode, group)
                run = Run(mode, group, members, place / "tree", frameworks)
                stored.write_text(json.dumps(asdict(_walk(run))), encoding="utf-8")
        return _load(stored)

    def groups(self) -> list[Group]:
        """Every group that has a case."""
        return sorted({group_of(member.case) for member in self.members}, key=lambda g: g.name)

    def _frameworks(self, mode: Mode, group: Group) -> Path:
        """A cache of all the cases import from outside, shared by modes whose flags allow it."""
        flags = [flag for flag in mode.flags if not flag.startswith("--num-workers")]
        place = self.folder / group.name / "".join(["frameworks", *flags])
        with _once(place) as stored:
            if not stored.exists() and "daemon" not in mode.name:
                tree = Tree(place, (), group.plugins)
                tree.write(0)
                members = [m for m in self.members if group.holds(m.case)]
                imports = "".join(f"import {name}\n" for name in imported_modules(members))
                (place / "frameworks.py").write_text(imports, encoding="utf-8")
                cache_dir = place / "cache"
                run_mypy(place, *flags, *group.flags, f"--cache-dir={cache_dir}", "frameworks.py")
                stored.touch()
        return place / "cache"


def _walk(run: Run) -> Result:
    """Walk once; a case that brings mypy down is noted, taken out, and the walk begun again."""
    crashes: dict[str, str] = {}
    while True:
        members = [member for member in run.members if member.package not in crashes]
        visits: dict[str, list[Visit]] = {member.package: [] for member in members}
        stray: list[str] = []
        for step, tree, output in run.mode.walk(replace(run, members=members)):
            if output.breakdown is not None:
                guilty = _guilty(output.breakdown) & visits.keys()
                crashes |= dict.fromkeys(guilty or visits, f"step {step}: {output.breakdown}")
                break
            stray += output.stray
            for member in tree.members:
                printed = output.by_package.get(member.package, ())
                visits[member.package].append(Visit(step, printed))
        else:
            return Result({p: tuple(v) for p, v in visits.items()}, crashes, tuple(stray))
        if len(crashes) == len(run.members):
            return Result({}, crashes, tuple(stray))


def _guilty(breakdown: str) -> set[str]:
    """The packages a breakdown of mypy speaks of."""
    rows = breakdown.splitlines()
    accused = [row for row in rows if "INTERNAL ERROR" in row] or rows
    return {found[0] for row in accused if (found := re.match(r"\w+_cases/\w+", row))}


@cache
def _load(stored: Path) -> Result:
    raw = json.loads(stored.read_text(encoding="utf-8"))
    return Result(
        visits={
            package: tuple(
                Visit(visit["step"], tuple(Printed(**printed) for printed in visit["printed"]))
                for visit in visits
            )
            for package, visits in raw["visits"].items()
        },
        crashes=raw["crashes"],
        stray=tuple(raw["stray"]),
    )


@contextmanager
def _once(place: Path) -> Iterator[Path]:
    """Hold `place` against other processes; yield the file that tells it is done."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place / "done"
