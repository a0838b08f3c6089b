"""Run mypy with and without the plugin, in turns, and take the processor time of each.

Only user time is counted (`wait4`), so that what else the machine does disturbs little;
a pair is two runs one right after the other, and what is told is the ratio of pairs.
Python keeps what it compiles, as it does of an installed package.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import time

from benchmarks.plugin.daemon import Daemon, with_bytecode
from benchmarks.plugin.package import Family
from benchmarks.plugin.shapes import Shape

VARIANTS = ("plain", "plugin")


@dataclass(frozen=True, slots=True)
class Pairs:
    """User seconds of each pair: mypy alone, and mypy with the plugin."""

    what: str
    seconds: tuple[tuple[float, float], ...]

    @property
    def plain(self) -> float:
        """What mypy takes alone, in seconds."""
        return median(plain for plain, _ in self.seconds)

    @property
    def added(self) -> float:
        """What the plugin adds, in seconds: the median of the differences."""
        return median(plugin - plain for plain, plugin in self.seconds)

    @property
    def percent(self) -> tuple[float, float, float]:
        """What the plugin adds in percent: a quarter of the pairs lies below, half, above."""
        first, second, third = quantiles(
            (100 * (plugin / plain - 1) for plain, plugin in self.seconds), method="inclusive"
        )
        return first, second, third


@dataclass(frozen=True, slots=True)
class Bench:
    """The package of one family and shape below `folder`, and how often to measure."""

    folder: Path
    family: Family
    shape: Shape
    pairs: int

    def prepare(self) -> None:
        """Write the package, the two configurations, and a cache of the framework for each."""
        for variant in VARIANTS:
            place = self.folder / variant
            self.shape.write(place, self.family)
            line = "plugins = typed_depends.mypy\n" if variant == "plugin" else ""
            (place / "mypy.ini").write_text(f"[mypy]\n{line}")
            names = ["asyncio", "dataclasses", "typing", *filter(None, [self.family.package])]
            (place / "framework.py").write_text("".join(f"import {name}\n" for name in names))
            self._mypy(variant, "framework", "framework.py")

    def cold(self) -> Pairs:
        """Measure the first look at the package, with the framework in mypy's cache."""
        return self._pairs("cold, framework cached", self._forget)

    def all_cold(self) -> Pairs:
        """Measure the very first run: nothing is cached."""
        return self._pairs("cold, framework too", lambda place: _remove(place / "cache"))

    def warm(self) -> Pairs:
        """Measure a run after which nothing has changed."""
        for variant in VARIANTS:
            self._mypy(variant, "cache", "-p", "shop")
        return self._pairs("warm, nothing changed", lambda place: None)

    def daemon(self) -> Pairs:
        """Measure the daemon's check after an edit of one file: a body and its markers."""
        with Daemon(self.folder / "plain") as plain, Daemon(self.folder / "plugin") as plugin:
            daemons = (plain, plugin)
            for daemon in daemons:
                daemon.check()
            seconds = [self._recheck(daemons, edit) for edit in range(1, self.pairs + 4)]
        return Pairs("daemon, one file edited", tuple(seconds[3:]))

    def _recheck(self, daemons: tuple[Daemon, Daemon], edit: int) -> tuple[float, float]:
        for daemon in daemons:
            edited = self.shape.edit(daemon.folder, self.family, edit)
            # The daemon looks into a file of the same size if its whole second is another.
            os.utime(edited, times=(time() + 2 * edit,) * 2)
        plain, plugin = (daemon.check() for daemon in daemons)
        return plain, plugin

    def _pairs(self, what: str, before: Callable[[Path], None]) -> Pairs:
        return Pairs(what, tuple(self._pair(before, turn) for turn in range(self.pairs)))

    def _pair(self, before: Callable[[Path], None], turn: int) -> tuple[float, float]:
        seconds: dict[str, float] = {}
        for variant in VARIANTS if turn % 2 else reversed(VARIANTS):
            before(self.folder / variant)
            seconds[variant] = self._mypy(variant, "cache", "-p", "shop")
        return seconds["plain"], seconds["plugin"]

    def _forget(self, place: Path) -> None:
        _remove(place / "cache")
        shutil.copytree(place / "framework", place / "cache")

    def _mypy(self, variant: str, cache: str, *arguments: str) -> float:
        """Run mypy once; give its user seconds. What it finds would be a mistake here."""
        command = [sys.executable, "-m", "mypy", "--cache-dir", cache, *arguments]
        process = subprocess.Popen(
            command,
            cwd=self.folder / variant,
            env=with_bytecode(self.folder),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        assert process.stdout
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(printed)
        return usage.ru_utime


def measure(bench: Bench) -> Iterator[Pairs]:
    """Yield every measurement of one family, each as soon as it is made."""
    bench.prepare()
    yield bench.cold()
    yield bench.warm()
    yield bench.daemon()
    yield bench.all_cold()


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
