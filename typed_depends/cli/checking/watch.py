"""`check --watch`: mypy's daemon keeps everything in memory and answers after each save."""

import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from watchfiles import PythonFilter, watch

from typed_depends.cli.checking.check import Ask, Request, find_mistakes
from typed_depends.cli.checking.mypy_run import Answer, environment
from typed_depends.cli.finding import Report
from typed_depends.cli.mistakes import UsageError

_CRASHED = "Daemon crashed!"
_IDLE = 3600
"""Seconds without a change after which a daemon ends, should nobody have told it to."""


def watch_for_changes(
    request: Request, console: Console, write: Callable[[Report, Console], None]
) -> None:
    """Check, and check again after each change, until interrupted. Raises `UsageError`."""
    folders = {path if path.is_dir() else path.parent for path in request.paths}
    is_first = True
    with _daemons() as ask:
        for changes in _changes(folders):
            if not (changes or is_first):
                continue
            try:
                _once(request, ask, console, write)
            except UsageError as error:  # half a change may be saved; the next save may mend it
                if is_first:
                    raise
                console.print(f"{error.found}\n{error.remedy}", markup=False, soft_wrap=True)
            is_first = False


def _changes(folders: Collection[Path]) -> Iterator[object]:
    """Yield what was saved, and nothing while nothing is.

    At first that is nothing, with the watch begun: what is saved during a check is not lost.
    """
    return watch(
        *folders,
        watch_filter=PythonFilter(),
        debounce=200,
        rust_timeout=250,
        yield_on_timeout=True,
        raise_interrupt=False,
    )


def _once(
    request: Request, ask: Ask, console: Console, write: Callable[[Report, Console], None]
) -> None:
    with console.status("Checking"):
        report = find_mistakes(request, ask)
    if console.is_terminal:
        console.clear()
    write(report, console)
    if console.is_terminal:
        console.print("[dim]Watching for changes; Ctrl-C ends.[/]")
    console.file.flush()


@contextmanager
def _daemons() -> Iterator[Ask]:
    """Give what asks the daemon of a run, started when it is first asked. All end with this."""
    asked = set[Path]()

    def ask(arguments: Sequence[str], start: Path, folder: Path) -> Answer:
        status = folder / "daemon.json"
        asked.add(status)
        command = ("run", f"--timeout={_IDLE}", "--", *arguments)
        answer = _dmypy(status, start, *command)
        # It may fall over a file that comes or goes with an error in it; a new one does not.
        return _dmypy(status, start, *command) if _CRASHED in answer.out + answer.err else answer

    try:
        yield ask
    finally:
        for status in asked:
            _dmypy(status, status.parent, "stop")


def _dmypy(status: Path, start: Path, *arguments: str) -> Answer:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "mypy.dmypy", f"--status-file={status}", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment(),
        cwd=start,
        check=False,
    )
    return Answer(done.stdout, done.stderr, done.returncode)
