"""Run modes over groups, each once in a session of several processes, and keep what they printed.

Knows modes and locks. Knows nothing of what a page expects.
"""

import fcntl
import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from .batch import Member, Printed, Tree, imported_modules, run_mypy
from .modes import Group, Mode, Run, group_of


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
    """Runs modes below `folder` on demand, once each, whichever process asks.

    `planned` is all that will be asked for: who finds another process at the run it
    needs makes one of these meanwhile.
    """

    folder: Path
    members: Sequence[Member]
    planned: Sequence[tuple[Mode, Group]] = ()

    def result(self, mode: Mode, group: Group) -> Result:
        """What `mode` printed about `group`."""
        place = self._place(mode, group)
        while not (place / "done").exists():
            if not self._make(mode, group) and not any(
                self._make(*other)
                for other in reversed(self.planned)
                if not (self._place(*other) / "done").exists()
            ):
                time.sleep(0.2)
        return _load(place / "done")

    def _place(self, mode: Mode, group: Group) -> Path:
        return self.folder / group.name / mode.name

    def _make(self, mode: Mode, group: Group) -> bool:
        """Run `mode` over `group`, unless another process is at it."""
        place = self._place(mode, group)
        with _locked(place, wait=False) as mine:
            if mine and not (place / "done").exists():
                members = [m for m in self.members if group.holds(m.case)]
                frameworks = None if mode.daemon else self._frameworks(mode, group)
                result = _walk(Run(mode, group, members, place / "tree", frameworks))
                _write_whole(place / "done", json.dumps(asdict(result)))
        return mine

    def groups(self) -> list[Group]:
        """Every group that has a case."""
        return sorted({group_of(member.case) for member in self.members}, key=lambda g: g.name)

    def _frameworks(self, mode: Mode, group: Group) -> Path:
        """A cache of all the cases import from outside, shared by modes whose flags allow it."""
        flags = [flag for flag in mode.flags if not flag.startswith("--num-workers")]
        place = self.folder / group.name / "".join(["frameworks", *flags])
        with _locked(place):
            if not (place / "done").exists():
                tree = Tree(place, (), group.plugins)
                tree.write(0)
                members = [m for m in self.members if group.holds(m.case)]
                imports = "".join(f"import {name}\n" for name in imported_modules(members))
                (place / "frameworks.py").write_text(imports, encoding="utf-8")
                cache_dir = place / "cache"
                run_mypy(place, *flags, *group.flags, f"--cache-dir={cache_dir}", "frameworks.py")
                (place / "done").touch()
        return place / "cache"


def _walk(run: Run) -> Result:
    """Walk once; a case that brings mypy down is noted, taken out, and the walk begun again."""
    crashes: dict[str, str] = {}
    while True:
        members = [member for member in run.members if member.package not in crashes]
        visits: dict[str, list[Visit]] = {member.package: [] for member in members}
        stray: list[str] = []
        for visited in run.mode.walk(replace(run, members=members)):
            step, output = visited.step, visited.output
            if output.breakdown is not None:
                guilty = _guilty(output.breakdown) & visits.keys()
                crashes |= dict.fromkeys(guilty or visits, f"step {step}: {output.breakdown}")
                break
            stray += output.stray
            for member in visited.members:
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


def _write_whole(path: Path, text: str) -> None:
    """Write `path` so that who sees it sees all of it."""
    unfinished = path.with_suffix(".part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


@contextmanager
def _locked(place: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold `place` against other processes; yield whether that was possible."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
