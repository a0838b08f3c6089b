"""Runs mypy in a process of its own, and reads its answer (JSON lines).

What stops mypy for all files is taken out of its way: a file with a syntax error is
reported and not looked into, a file that mypy cannot place is left out and named.
"""

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typed_depends.cli.finding import SYNTAX, Finding
from typed_depends.cli.mistakes import UsageError

Progress = Callable[[str], None]
"""Is told each line of mypy's log."""

_PLUGIN_SAYS = "typed_depends.mypy:"
_MISPLACED = re.compile(
    r"^(?P<file>.+?): (error: )?(?P<why>Source file found twice|Duplicate module named).*"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What mypy wrote, and its exit status: 0, 1, or 2 if something stopped it."""

    out: str
    err: str
    status: int


@dataclass(slots=True)
class Outcome:
    """What one run of mypy came to. `missing` are the modules it did not find."""

    findings: list[Finding] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    broken: set[Path] = field(default_factory=set)
    misplaced: set[Path] = field(default_factory=set)


def environment() -> dict[str, str]:
    """Return the variables of a Python that imports nothing from the working folder."""
    return {**os.environ, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}


def run_mypy(arguments: Sequence[str], start: Path, progress: Progress | None) -> Answer:
    """Run mypy once, in the folder `start`."""
    command = [sys.executable, "-P", "-m", "mypy", *arguments]
    if progress is not None:
        command.append("--verbose")
    errors: list[str] = []
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=environment(),
            cwd=start,
        ) as process,
    ):
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if not line.startswith("LOG:"):
                    errors.append(line)
                elif progress is not None:
                    progress(line)
        except BaseException:
            process.kill()
            raise
        status = process.wait()
        out.seek(0)
        return Answer(out.read(), "".join(errors), status)


def read_answer(answer: Answer, start: Path) -> Outcome:
    """Return what mypy found, having run in `start`. Raises `UsageError` if it could not work."""
    outcome = Outcome()
    unread: list[str] = []
    syntax: list[dict[str, Any]] = []
    for line in answer.out.splitlines():
        entry = _entry(line)
        if entry is None:
            unread.append(line)
        elif misplaced := _MISPLACED.match(f"{entry['file']}: {entry['message']}"):
            outcome.misplaced.add(start / misplaced["file"])
        elif entry["code"] == "import-not-found":
            outcome.missing |= set(re.findall(r'module named "([^"]+)"', entry["message"]))
        elif entry["code"] == SYNTAX:
            syntax.append(entry)
        elif str(entry["code"]).startswith("depends-"):
            outcome.findings.append(_finding(entry, start))
        else:
            unread.append(f"{entry['file']}:{entry['line']}: {entry['message']}")
    for line in answer.err.splitlines():
        if line.startswith(_PLUGIN_SAYS):
            outcome.warnings.append(line)
        elif misplaced := _MISPLACED.match(line):
            outcome.misplaced.add(start / misplaced["file"])
        else:
            unread.append(line)
    stopped = answer.status not in (0, 1)
    # mypy calls a `# type:` comment that it cannot read by the same code, and goes on.
    told = {start / entry["file"] for entry in syntax}
    outcome.broken = {file for file in told if not is_python(file)}
    if stopped and not outcome.broken and not outcome.misplaced:
        outcome.broken = told
    outcome.findings += [
        _finding(entry, start) for entry in syntax if start / entry["file"] in outcome.broken
    ]
    if stopped and not outcome.broken and not outcome.misplaced:
        raise UsageError("mypy could not run", "\n".join(unread).strip() or "It gave no reason.")
    return outcome


def arguments(files: Iterable[Path], configuration: Path, cache: Path) -> list[str]:
    """Return mypy's arguments. The files stand in a file: a project may have thousands."""
    listed = configuration.with_name("files.txt")
    listed.write_text("".join(f"{file.absolute()}\n" for file in files), encoding="utf-8")
    return [
        f"--config-file={configuration}",
        f"--cache-dir={cache}",
        "--output=json",
        "--no-error-summary",
        "--hide-error-context",
        f"@{listed}",
    ]


def is_python(file: Path) -> bool:
    """Tell whether a file's syntax is that of this Python."""
    try:
        ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):
        return False
    return True


def _entry(line: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and "message" in entry else None


def _finding(entry: dict[str, Any], start: Path) -> Finding:
    """Return a finding with mypy's notes; mypy counts columns from 0."""
    hint = entry.get("hint") or ""
    return Finding(
        file=os.path.relpath(start / entry["file"]),
        line=entry["line"],
        column=entry["column"] + 1,
        code=entry["code"],
        message=entry["message"],
        notes=tuple(hint.splitlines()),
        end_line=entry.get("end_line") or entry["line"],
        end_column=(entry.get("end_column") or entry["column"]) + 1,
    )
