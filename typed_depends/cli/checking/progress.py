"""Shows how far mypy is, from the log it writes: the first run reads all of the framework."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from typed_depends.cli.checking.check import Ask
from typed_depends.cli.checking.mypy_run import Answer, run_mypy

_PARSING = re.compile(r"LOG:\s+Parsing .*\((?P<module>[\w.]+)\)")
_COUNTED = re.compile(r"LOG:\s+Loaded graph with (?P<count>\d+) nodes")
_CHECKING = re.compile(
    r"LOG:\s+Scheduling SCC (of size (?P<size>\d+)|singleton) ?\((?P<module>\S+)"
)
_FRESH = re.compile(r"LOG:\s+Found \d+ \(up-to-date|fresh")


@contextmanager
def asking(console: Console) -> Iterator[Ask]:
    """Give what runs mypy; on a terminal it shows its progress meanwhile, in a log a first run."""
    if not console.is_terminal:

        def ask_quietly(arguments: Sequence[str], start: Path, folder: Path) -> Answer:
            if not any(folder.parent.glob("3.*")):
                console.print("Reading the framework for the first time, which takes a while.")
            return run_mypy(arguments, start, None)

        yield ask_quietly
        return
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task("Looking for files", total=None)

        def ask(arguments: Sequence[str], start: Path, _folder: Path) -> Answer:
            progress.reset(task, total=None, description="Starting mypy")
            return run_mypy(arguments, start, lambda line: _show(line, progress, task))

        yield ask


def _show(line: str, progress: Progress, task: TaskID) -> None:
    if found := _PARSING.match(line):
        progress.update(task, description=f"Reading {_short(found['module'])}")
    elif found := _COUNTED.match(line):
        progress.update(task, total=int(found["count"]), completed=0)
    elif found := _CHECKING.match(line):
        size = int(found["size"] or 1)
        progress.update(task, advance=size, description=f"Checking {_short(found['module'])}")


def _short(module: str) -> str:
    """Return a module's name in a width that does not make the line jump."""
    name = module.strip("()")
    return f"{name if len(name) <= 32 else '…' + name[-31:]:<32}"
