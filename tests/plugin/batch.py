"""Lay all cases out as packages below one root, run mypy over the root, sort its lines by case.

mypy starts once per mode and state, not once per case: each case is a package
`<family>_cases/<case>/`, with its `mypy.ini` turned into sections for that package.
The cache of the frameworks the cases import is made once and copied.

Knows pages, folders and processes. Knows nothing of pytest.
"""

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import ClassVar

from .family import in_family
from .page import Case, Expectation, State, read_pages

BASE_CONFIGURATION = """\
[mypy]
plugins = {plugins}
strict = True
warn_unreachable = True
enable_error_code =
    ignore-without-code, redundant-expr, truthy-bool, possibly-undefined, unused-awaitable
show_column_numbers = True
error_summary = False
show_traceback = True
sqlite_cache = True
"""

BARE = "codes_only.py"
"""A plugin beside the cases that makes our error codes known and does nothing else."""

_BARE_TEXT = """\
from mypy.plugin import Plugin

from mypy_plugin import codes as codes


def plugin(version: str) -> type[Plugin]:
    return Plugin
"""

_LINE = re.compile(
    r"(?P<file>[^:]+\.pyi?):(?P<line>\d+)(?::(?P<column>\d+))?: "
    r"(?P<severity>error|note|warning): (?P<message>.*?)(?:  \[(?P<code>[a-z0-9-]+)\])?"
)
_IMPORT = re.compile(
    r"^\s*(?:from\s+(?P<source>[A-Za-z_][\w.]*)\s+import|import\s+(?P<names>[\w., ]+))"
)


TOLD_ONCE = "See https://mypy.readthedocs.io/"
"""A note that mypy prints once a run, at whatever it came upon first."""


@dataclass(frozen=True, slots=True, order=True)
class Printed:
    """One line of mypy's output."""

    file: str
    line: int
    column: int
    severity: str
    code: str | None
    message: str

    def __str__(self) -> str:
        """Write the line as mypy does, with the file as the case names it."""
        code = f"  [{self.code}]" if self.code else ""
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message}{code}"


@dataclass(frozen=True, slots=True)
class Member:
    """A case in one family: one package of the batch."""

    case: Case
    family: str

    @property
    def package(self) -> str:
        """The package's folder, relative to the root."""
        return f"{self.family}_cases/{self.case.slug}"

    def state(self, index: int) -> State:
        """The state at step `index`; a case without that many edits keeps its last."""
        return self.case.states[min(index, len(self.case.states) - 1)]


@cache
def members() -> tuple[Member, ...]:
    """Every case of every page, in every family it is written for."""
    installed = tuple(map(int, version("fastapi").split(".")[:2]))
    return tuple(
        Member(case, family)
        for case in read_pages()
        for family in case.families
        if family != "fastapi" or case.fastapi <= installed
    )


@dataclass(frozen=True, slots=True)
class Output:
    """What one run of mypy printed: by package, and what belongs to none."""

    by_package: Mapping[str, tuple[Printed, ...]]
    stray: tuple[str, ...]
    breakdown: str | None


@dataclass(slots=True)
class Tree:
    """The files of `members` below `root`, brought from state to state.

    Each write moves the clock of the changed files on by ten seconds: an edit within
    one tick and of the same size is not seen by mypy.
    """

    root: Path
    members: Sequence[Member]
    plugins: Sequence[str] = ()
    ours: ClassVar[Sequence[str]] = ("typed_depends.mypy",)
    _written: dict[Path, str] = field(default_factory=dict)
    _clock: int = 1_700_000_000

    def write(self, step: int) -> None:
        """Bring every member to its state at `step`."""
        self._clock += 10
        wanted = {self.root / "mypy.ini": self._configuration(step), self.root / BARE: _BARE_TEXT}
        for member in self.members:
            folder = self.root / member.package
            wanted[folder.parent / "__init__.py"] = ""
            for name, text in member.state(step).files.items():
                path = folder / name
                if path.suffix == ".ini":
                    continue
                wanted[path] = in_family(text, member.family)
                for parent in PurePosixPath(name).parents:
                    wanted.setdefault(folder / parent / "__init__.py", "")
        for path in self._written.keys() - wanted.keys():
            path.unlink()
        for path, text in wanted.items():
            if self._written.get(path) != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                os.utime(path, (self._clock, self._clock))
        self._written = wanted

    def _configuration(self, step: int) -> str:
        plugins = ", ".join([*self.ours, *self.plugins])
        sections = [BASE_CONFIGURATION.format(plugins=plugins)]
        for member in self.members:
            if text := member.state(step).files.get("mypy.ini"):
                sections += _sections(member.package.replace("/", "."), text)
        return "\n".join(sections)

    def sort_output(self, output: str, *, crashed: bool = False) -> Output:
        """Attribute each line of `output` to the package it speaks of."""
        packages = {member.package for member in self.members}
        by_package: dict[str, list[Printed]] = defaultdict(list)
        stray: list[str] = []
        for row in output.splitlines():
            found = _LINE.fullmatch(row)
            if found and found["message"].startswith(TOLD_ONCE):
                continue
            package, name = _split(found["file"]) if found else ("", "")
            if not found or package not in packages:
                stray.append(row)
                continue
            by_package[package].append(
                Printed(
                    file=name,
                    line=int(found["line"]),
                    column=int(found["column"] or 0),
                    severity=found["severity"],
                    code=found["code"],
                    message=found["message"],
                )
            )
        return Output(
            {package: tuple(sorted(lines, key=str)) for package, lines in by_package.items()},
            tuple(stray),
            output if crashed or "INTERNAL ERROR" in output else None,
        )


def _split(file: str) -> tuple[str, str]:
    family, _, rest = file.partition("/")
    case, _, name = rest.partition("/")
    return f"{family}/{case}", name


def _sections(package: str, text: str) -> Iterator[str]:
    """Turn the sections of a case's `mypy.ini` into sections for its package alone."""
    parser = configparser.ConfigParser()
    parser.read_string(text)
    for section in parser.sections():
        module = section.removeprefix("mypy").removeprefix("-")
        yield f"[mypy-{package}.{module or '*'}]"
        yield from (f"{key} = {value}" for key, value in parser[section].items())


def targets(members: Collection[Member]) -> list[str]:
    """The folders to hand to mypy."""
    return sorted(member.package for member in members)


def imported_modules(members: Collection[Member]) -> tuple[str, ...]:
    """Every module outside the cases that some case imports: what the shared cache holds."""
    modules: set[str] = set()
    for member in members:
        for state in member.case.states:
            for name, text in state.files.items():
                if name.endswith(".ini"):
                    continue
                for row in in_family(text, member.family).splitlines():
                    if found := _IMPORT.match(row):
                        names = found["source"] or found["names"]
                        modules |= {part.split()[0] for part in names.split(",") if part.strip()}
    return tuple(sorted(modules))


def run_mypy(root: Path, *arguments: str, python: str = sys.executable) -> tuple[str, bool]:
    """Run mypy in `root`; return what it printed and whether it broke down.

    On a busy machine its parallel workers may come too late for it; then it is run again.
    """
    while True:
        done = subprocess.run(
            [python, "-m", "mypy", "--config-file=mypy.ini", *arguments],
            cwd=root,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if "Cannot connect to build worker" not in done.stdout:
            return done.stdout, done.returncode not in (0, 1)


def _environment() -> dict[str, str]:
    """The environment without what would configure mypy from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MYPY")}
    return kept | {"PYTHONHASHSEED": "0"}


def copy_cache(source: Path, target: Path) -> None:
    """Put a fresh copy of the cache `source` at `target`."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def differences(
    expected: Sequence[Expectation], printed: Sequence[Printed]
) -> tuple[list[str], list[str]]:
    """Compare a state with what mypy printed: what is missing, and what is too much.

    A note on a line with an expected error needs no expectation; any other does.
    """
    left = list(printed)
    missing: list[str] = []
    for expectation in expected:
        for line in left:
            if _meets(expectation, line):
                left.remove(line)
                break
        else:
            missing.append(str(expectation))
    told = {(e.file, e.line) for e in expected if e.severity == "error"}
    surplus = [
        str(line) for line in left if line.severity != "note" or (line.file, line.line) not in told
    ]
    return missing, surplus


def _meets(expectation: Expectation, line: Printed) -> bool:
    return (
        (expectation.file, expectation.line, expectation.severity)
        == (line.file, line.line, line.severity)
        and expectation.code in (None, line.code)
        and all(part in line.message for part in expectation.parts)
    )
