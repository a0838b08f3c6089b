"""What mypy says of many random packages, in one run.

Knows folders and mypy's output. Knows nothing of running programs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.plugin.batch import copy_cache, run_mypy

from .program import Program
from .sentence import Finding, finding
from .text import files

_CONFIGURATION = """\
[mypy]
plugins = typed_depends.mypy
strict = True
enable_error_code = depends-untyped
disallow_untyped_defs = False
disallow_incomplete_defs = False
disallow_untyped_calls = False
disallow_untyped_decorators = False
error_summary = False
show_traceback = True
sqlite_cache = True
"""

_LINE = re.compile(
    r"(?P<package>\w+)/(?P<file>\w+\.py):(?P<line>\d+): "
    r"error: (?P<message>.*?)  \[(?P<code>[a-z-]+)\]"
)
_TAG = re.compile(r"#\s*(?P<tag>[pr]\d+\.\w+|app\.\w+)$")


@dataclass
class Said:
    """What mypy said of one package."""

    findings: set[Finding] = field(default_factory=set)
    wrong_types: set[str] = field(default_factory=set)
    """The dependencies, by name, whose provider has another type than was declared."""
    stray: list[str] = field(default_factory=list)
    """What mypy says itself, each with the dependency it stands at."""


def check(programs: Sequence[Program], folder: Path, cache: Path) -> Mapping[str, Said]:
    """Write the packages below `folder` and, from a copy of `cache`, say what mypy says of each."""
    texts = {program.package: files(program) for program in programs}
    for package, made in texts.items():
        (folder / package).mkdir(parents=True)
        for name, text in made.items():
            (folder / package / name).write_text(text, encoding="utf-8")
    (folder / "mypy.ini").write_text(_CONFIGURATION, encoding="utf-8")
    copy_cache(cache, folder / "cache")
    printed, crashed = run_mypy(folder, "--cache-dir=cache", *texts)
    said = {package: Said() for package in texts}
    for row in printed.splitlines():
        found = _LINE.fullmatch(row)
        if found is None:
            if ": note: " not in row:
                _of_package(said, row).append(row)
            continue
        of = said[found["package"]]
        code, message = found["code"], found["message"]
        line = texts[found["package"]][found["file"]].splitlines()[int(found["line"]) - 1]
        tag = _TAG.search(line)
        if code == "depends-type" and tag:
            of.wrong_types.add(tag["tag"])
        elif code.startswith("depends-") and code != "depends-type":
            of.findings.add(finding(code, message))
        else:
            of.stray.append(f"{row}  # {tag['tag']}" if tag else row)
    if crashed:
        raise RuntimeError(printed)
    return said


def frameworks(folder: Path) -> Path:
    """Return a cache of what the packages import, made once below `folder`."""
    place = folder / "frameworks"
    if not (place / "cache").exists():
        place.mkdir(parents=True)
        (place / "mypy.ini").write_text(_CONFIGURATION, encoding="utf-8")
        (place / "all.py").write_text(
            "import abc, dataclasses, enum, fastapi, fastapi.requests, fastapi.security\n"
            "import functools, typed_depends, typed_depends.security, unittest.mock\n"
        )
        run_mypy(place, "--cache-dir=cache", "all.py")
    return place / "cache"


def _of_package(said: Mapping[str, Said], row: str) -> list[str]:
    """Give the list for a row that is no finding: that of its package, or of all."""
    return said[row.split("/")[0] if row.split("/")[0] in said else next(iter(said))].stray
