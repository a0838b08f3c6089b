"""Walk through random edits of a package with four mypys side by side, and compare what they say.

The cold one starts from a cache of the frameworks each time and is right by definition; the
warm one, the daemon and the one with two workers remember what was before.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeAlias

from tests.plugin.batch import copy_cache, run_mypy

from .edit import edit
from .program import Program
from .writing import files

CONFIGURATION = """\
[mypy]
plugins = {plugins}
check_untyped_defs = True
error_summary = False
show_traceback = True
sqlite_cache = True
"""

PLUGIN = "typed_depends.mypy\nenable_error_code = depends-untyped"

MODES = ("warm", "parallel", "daemon")

UNSTEADY = re.compile(r'^Daemon |: note: ".+" defined in "\S+"$')
"""What mypy itself says in one mode and not in another, with or without the plugin."""

CRASH_OF_MYPY = re.compile(r"line \d+, in direct_imports\nKeyError: '[\w.]+'\n?$")
"""How its daemon ends where it looks for a module that it has deleted by mistake."""


States: TypeAlias = Callable[[int], Iterator[tuple[str, dict[str, str]]]]
"""Yields for a seed, again and again, what was edited and the files as they are then."""


def shop(seed: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the states of a package whose modules ask each other in every form there is."""
    program = Program(Random(seed))
    yield "made", files(program)
    while True:
        yield edit(program), files(program)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a mode says something else than the cold run, after which edit."""

    seed: int
    step: int
    edited: str
    mode: str
    missing: Sequence[str]
    surplus: Sequence[str]

    def __str__(self) -> str:
        """Write it so that it can be replayed."""
        rows = [f"seed {self.seed}, edit {self.step} ({self.edited}): {self.mode}"]
        rows += [f"  only cold: {row}" for row in self.missing]
        rows += [f"  only {self.mode}: {row}" for row in self.surplus]
        return "\n".join(rows)


@dataclass(slots=True)
class Walk:
    """One seed's walk below `folder`, through the states of the package `shop`."""

    folder: Path
    seed: int
    plugins: str = PLUGIN
    states: States | None = None
    written: dict[str, str] = field(default_factory=dict)
    clock: int = 1_700_000_000
    findings: Counter[str] = field(default_factory=Counter)

    def steps(self, edits: int) -> Iterator[list[Difference]]:
        """Yield the differences of each step: the package as it was made, then each edit."""
        self.prepare()
        states = (self.states or shop)(self.seed)
        with self.daemon():
            for step, (edited, package) in zip(range(edits + 1), states, strict=False):
                self.write(package)
                cold = self.cold()
                self.findings.update(re.findall(r"\[(depends-[a-z]+)\]$", "\n".join(cold), re.M))
                said = {mode: self.ask(mode) for mode in MODES}
                unsettled = unsettled_places([cold, *said.values()])
                yield [
                    Difference(self.seed, step, edited, mode, missing, surplus)
                    for mode, rows in said.items()
                    for missing, surplus in [difference(cold, rows, unsettled)]
                    if missing or surplus
                ]

    def prepare(self) -> None:
        """Write the configuration, and cache the frameworks once for all."""
        self.write({})
        (self.folder / "frameworks.py").write_text(
            "import fastapi, fastapi.security, functools, contextlib, abc\n"
            "import typed_depends, typed_depends.security, typed_depends.web\n"
        )
        run_mypy(self.folder, "--cache-dir=frameworks", "frameworks.py")
        for mode in MODES:
            copy_cache(self.folder / "frameworks", self.folder / mode)

    def write(self, files: dict[str, str]) -> None:
        """Bring the files to this state; mypy does not see an edit within one tick."""
        self.clock += 10
        wanted = {"mypy.ini": CONFIGURATION.format(plugins=self.plugins), **files}
        for name in self.written.keys() - wanted.keys():
            (self.folder / name).unlink()
        for name, text in wanted.items():
            if self.written.get(name) != text:
                path = self.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                os.utime(path, (self.clock, self.clock))
        self.written = wanted

    def cold(self) -> list[str]:
        """Run mypy as for the first time."""
        copy_cache(self.folder / "frameworks", self.folder / "cold")
        return rows_of(run_mypy(self.folder, "--cache-dir=cold", "shop")[0])

    def ask(self, mode: str) -> list[str]:
        """Run mypy in a mode that remembers."""
        if mode == "daemon":
            said = self.dmypy("check", "--", "shop")
            if is_crash_of_mypy(said):
                self.start_daemon()
                said = self.dmypy("check", "--", "shop")
            return rows_of(said)
        flags = ["--num-workers=2"] if mode == "parallel" else []
        return rows_of(run_mypy(self.folder, *flags, f"--cache-dir={mode}", "shop")[0])

    @contextmanager
    def daemon(self) -> Iterator[None]:
        """Keep a daemon running."""
        self.start_daemon()
        try:
            yield
        finally:
            self.dmypy("stop")

    def start_daemon(self) -> None:
        """Start a daemon that remembers nothing but its cache."""
        self.dmypy("start", "--", "--config-file=mypy.ini", "--cache-dir=daemon")

    def dmypy(self, *arguments: str) -> str:
        """Tell the daemon something; give what it prints."""
        command = [sys.executable, "-m", "mypy.dmypy", "--status-file=dmypy.json", *arguments]
        return subprocess.run(
            command,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        ).stdout


def rows_of(printed: str) -> list[str]:
    """Give what mypy printed, in an order of its own.

    Where a callee is defined, mypy's daemon does not say when it knows it from a cache.
    """
    return sorted(row for row in printed.splitlines() if row and not UNSTEADY.search(row))


def is_crash_of_mypy(printed: str) -> bool:
    """Tell whether the daemon ended with the mistake of its own that random edits come upon.

    What it had not come to when a file did not parse it takes for changed ever after, and
    under the path of then (`FineGrainedBuildManager.stale`); such a module it may delete.
    """
    return CRASH_OF_MYPY.search(printed) is not None


def unsettled_places(runs: Sequence[Sequence[str]]) -> set[str]:
    """Give the lines about which mypy says "cannot determine type" in some run.

    In an import cycle that depends on the order mypy happens to check it in, plugin or no.
    """
    return {row.split(" ")[0] for rows in runs for row in rows if "[has-type]" in row}


def report(walk: Walk, seed: int, edits: int) -> int:
    """Walk so many edits, print what differs and was compared, return how many steps differ."""
    wrong = 0
    for differences in walk.steps(edits):
        wrong += bool(differences)
        for found in differences:
            print(found, flush=True)
    counts = ", ".join(f"{count} {code}" for code, count in walk.findings.most_common())
    print(f"seed {seed}: {edits} edits, compared: {counts}", flush=True)
    return wrong


def difference(
    cold: Sequence[str], rows: Sequence[str], unsettled: set[str]
) -> tuple[list[str], list[str]]:
    """Give what only the cold run says, and what only the other says."""
    left = list(rows)
    missing = []
    for row in cold:
        if row in left:
            left.remove(row)
        else:
            missing.append(row)
    return (
        [row for row in missing if row.split(" ")[0] not in unsettled],
        [row for row in left if row.split(" ")[0] not in unsettled],
    )
