"""Check a project with the plugin and without, and compare with what is expected.

mypy's own lines must be the same both times. Each `depends-*` finding must be one that
`findings.toml` knows and says why it is right, and the other way round.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CONFIGURATION = """\
[mypy]
plugins = {plugins}
ignore_missing_imports = True
follow_imports = silent
check_untyped_defs = True
error_summary = False
show_traceback = True
"""

_FINDING: Final = re.compile(
    r"(?P<place>.+:\d+): error: (?P<text>.*)  \[(?P<code>depends-[a-z]+)\]"
)
_NOTE: Final = re.compile(r"(?P<place>.+:\d+): note: .*")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One finding: `file:line` and the code; the text is for who reads it."""

    place: str
    code: str
    text: str = ""

    def __str__(self) -> str:
        """Write it as mypy does."""
        return f"{self.place}: {self.text}  [{self.code}]"


def known_findings(project: str) -> set[tuple[str, str]]:
    """Give the place and code of each finding that is known to be right."""
    table = tomllib.loads((Path(__file__).parent / "findings.toml").read_text(encoding="utf-8"))
    return {
        (f"{file}:{line}", group["code"])
        for group in table.get(project, [])
        for file, lines in group["places"].items()
        for line in lines
    }


def run_mypy(root: Path, files: Collection[str], plugins: str, folder: Path) -> list[str]:
    """Run mypy over `files` below `root`; give its lines. Projects share the cache in `folder`."""
    beside = folder / (plugins or "bare")
    beside.mkdir(exist_ok=True)
    (beside / "mypy.ini").write_text(CONFIGURATION.format(plugins=plugins))
    configured = (f"--config-file={beside / 'mypy.ini'}", f"--cache-dir={beside / 'cache'}")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *configured, *files],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.splitlines()


def findings(rows: Iterable[str]) -> Iterator[Finding]:
    """Yield the plugin's findings among mypy's lines."""
    for row in rows:
        if found := _FINDING.fullmatch(row):
            yield Finding(found["place"], found["code"], found["text"])


def without_findings(rows: Iterable[str]) -> Iterator[str]:
    """Yield mypy's own lines: neither a finding nor a note right under one."""
    place = None
    for row in rows:
        found, note = _FINDING.fullmatch(row), _NOTE.fullmatch(row)
        if found:
            place = found["place"]
        elif not note or note["place"] != place:
            place = None
            yield row


def disagreements(
    bare: Iterable[str], checked: Iterable[str], known: Collection[tuple[str, str]]
) -> Iterator[str]:
    """Yield what is not as it should be."""
    checked = list(checked)
    own = sorted(without_findings(checked))
    bare = sorted(bare)
    yield from (f"mypy alone: {row}" for row in bare if row not in own)
    yield from (f"with the plugin: {row}" for row in own if row not in bare)
    told = {(finding.place, finding.code): finding for finding in findings(checked)}
    yield from (f"new: {told[key]}" for key in sorted(told.keys() - set(known)))
    yield from (f"gone: {place} [{code}]" for place, code in sorted(set(known) - told.keys()))
