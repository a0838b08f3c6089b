"""The ways mypy can be run, each as a walk through the states of all cases.

| mode | walk |
|---|---|
| `cold` | each state from an empty cache (but for the frameworks) |
| `warm`, `warm-json` | one cache, state after state, then back; both cache formats |
| `parallel` | the same with two workers |
| `daemon` | one `dmypy`, state after state, then back |
| `daemon-edited`, `daemon-reversed` | only cases with several states; forwards, backwards |
| `old-parser` | the same as `warm` with mypy's parser of old |

Two things differ between the modes without any plugin, so they are not compared: the daemon
forgets `[unused-ignore]` when it checks a file again, and mypy's two parsers count the
columns after a character beyond ASCII differently.

A file that has an error is checked again whatever happened: only the walk that starts
where the case is clean shows that an edit elsewhere is noticed, hence both directions.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .batch import (
    Member,
    Output,
    Printed,
    Tree,
    copy_cache,
    run_mypy,
    targets,
)
from .page import Case, Expectation


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
    def main(self) -> bool:
        """Whether the group holds the bulk of the cases, those that ask for nothing special."""
        return not self.flags and not self.plugins

    @property
    def flags(self) -> tuple[str, ...]:
        """What mypy is told about the group."""
        if self.python == sys.version_info[:2]:
            return ()
        return (f"--python-version={self.python[0]}.{self.python[1]}",)

    def holds(self, case: Case) -> bool:
        """Whether `case` belongs here."""
        return group_of(case) == self


NEWEST = (3, 14)


def group_of(case: Case) -> Group:
    """The group `case` runs in: the running Python, or the newest if its syntax is newer."""
    running = (sys.version_info.major, sys.version_info.minor)
    newer = case.python is not None and case.python > running
    return Group(NEWEST if newer else running, case.plugins)


@dataclass(frozen=True, slots=True)
class Visited:
    """What one run of mypy in a walk printed about the members it was asked about."""

    step: int
    members: Sequence[Member]
    output: Output


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to run mypy over a group: its flags and its walk through the states."""

    name: str
    walk: Callable[["Run"], Iterator[Visited]]
    flags: tuple[str, ...] = ()

    def forgets(self, line: Printed | Expectation) -> bool:
        """Whether mypy itself may or may not print `line` in this mode."""
        return self.daemon and line.code == "unused-ignore"

    def without_columns(self) -> bool:
        """Whether columns are not those of the other modes."""
        return self.name == "old-parser" or (self.name == "parallel" and not _native_parser())

    def visits(self, case: Case) -> bool:
        """Whether the walk comes by `case`."""
        return self.walk not in (_daemon_edited, _daemon_reversed) or len(case.states) > 1

    @property
    def daemon(self) -> bool:
        """Whether the mode keeps all in memory and needs no cache."""
        return self.walk in (_daemon, _daemon_edited, _daemon_reversed)

    def available(self, group: Group) -> bool:
        """Whether this mypy has the mode, and can read the group in it."""
        if group.flags and not _native_parser():
            return False
        if not group.main and self.name not in ("cold", "warm", "parallel", "daemon"):
            return False
        return all(flag.split("=")[0] in _mypy_help() for flag in self.flags)


@cache
def _mypy_help() -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--help"], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout + "--no-fixed-format-cache" * ("--fixed-format-cache" in done.stdout)


def _native_parser() -> bool:
    """Whether this mypy reads files with a parser of its own unless told otherwise.

    Before 2.4 the running Python did it, which knows no newer syntax; but not in parallel workers.
    """
    return "\n  --no-native-parser" in _mypy_help()


@dataclass(frozen=True, slots=True)
class Run:
    """A mode over the members of a group, in a folder of its own."""

    mode: Mode
    group: Group
    members: Sequence[Member]
    folder: Path
    frameworks: Path | None

    @property
    def steps(self) -> int:
        """How many states the longest case has."""
        return max(len(member.case.states) for member in self.members)

    @property
    def flags(self) -> tuple[str, ...]:
        """All flags of the run."""
        return (*self.mode.flags, *self.group.flags)

    def tree(self, members: Sequence[Member]) -> Tree:
        """An empty tree to walk."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return Tree(self.folder, members, self.group.plugins)

    def forget(self) -> None:
        """Start from a cache that holds the frameworks and nothing else."""
        assert self.frameworks
        copy_cache(self.frameworks, Path(f"{self.folder}.cache"))

    def check(self, tree: Tree, step: int, members: Sequence[Member]) -> Visited:
        """Bring `tree` to `step`; run mypy over `members`, on the cache beside the tree."""
        tree.write(step)
        output, crashed = run_mypy(
            self.folder, *self.flags, "--cache-dir", f"{self.folder}.cache", *targets(members)
        )
        return Visited(step, members, tree.sort_output(output, crashed=crashed))

    def edited(self) -> list[Member]:
        """The members with more than one state."""
        return [member for member in self.members if len(member.case.states) > 1]


def _cold(run: Run) -> Iterator[Visited]:
    for step in range(run.steps):
        run.forget()
        members = [member for member in run.members if len(member.case.states) > step]
        yield run.check(run.tree(members), step, members)


def _warm(run: Run) -> Iterator[Visited]:
    run.forget()
    tree = run.tree(run.members)
    yield run.check(tree, 0, run.members)
    yield run.check(tree, 0, run.members)
    if edited := run.edited():
        for step in (*range(1, run.steps), 0):
            yield run.check(tree, step, edited)


def _daemon(run: Run) -> Iterator[Visited]:
    steps = [0, 0, *range(1, run.steps), *[0][: run.steps - 1]]
    yield from _ask_daemon(run, run.members, steps)


def _daemon_edited(run: Run) -> Iterator[Visited]:
    if edited := run.edited():
        yield from _ask_daemon(run, edited, [0, 0, *range(1, run.steps), 0])


def _daemon_reversed(run: Run) -> Iterator[Visited]:
    if edited := run.edited():
        steps = list(reversed(range(run.steps)))
        yield from _ask_daemon(run, edited, [*steps, run.steps - 1])


def _ask_daemon(run: Run, members: Sequence[Member], steps: Sequence[int]) -> Iterator[Visited]:
    tree = run.tree(members)
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
            done = ask("check", "--", *targets(members))
            output = tree.sort_output(done.stdout, crashed=done.returncode not in (0, 1))
            yield Visited(step, members, output)
    finally:
        ask("stop")


MODES = (
    Mode("cold", _cold),
    Mode("warm", _warm),
    Mode("warm-json", _warm, ("--no-fixed-format-cache",)),
    Mode("parallel", _warm, ("--num-workers=2",)),
    Mode("daemon", _daemon),
    Mode("daemon-edited", _daemon_edited),
    Mode("daemon-reversed", _daemon_reversed),
    Mode("old-parser", _warm, ("--no-native-parser",)),
)
