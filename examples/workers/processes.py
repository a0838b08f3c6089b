"""Programs in the background: watched through their logs, stopped whatever happens."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds, for what starts, answers or stops on a busy machine."""

EVENTS = ("database opened", "session opened", "session closed", "database closed")
"""What the bookshop's `db` logs."""


@dataclass(frozen=True)
class Background:
    """A running program and the file it logs to, each line `process: message`."""

    process: subprocess.Popen[bytes]
    log: Path

    def wait_for(self, message: str, *, times: int) -> None:
        """Wait until the log holds `message` so often. Raises RuntimeError if it never does."""
        deadline = time.monotonic() + PATIENCE
        while self.log.read_text().count(message) < times:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"waited in vain for {message!r}:\n{self.log.read_text()}")
            time.sleep(0.05)


@contextmanager
def running(
    command: Sequence[str], log: Path, environment: Mapping[str, str], keep: Sequence[int] = ()
) -> Iterator[Background]:
    """Run `command` while the block lasts. It inherits the file descriptors to `keep`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            pass_fds=keep,
            process_group=0,  # so that its workers can be ended with it
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Background(process, log)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def by_process(log: Path) -> dict[str, list[str]]:
    """Return the messages of each process that opened the database."""
    messages: dict[str, list[str]] = {}
    for line in log.read_text().splitlines():
        process, colon, message = line.partition(": ")
        if colon:
            messages.setdefault(process, []).append(message)
    return {process: seen for process, seen in messages.items() if EVENTS[0] in seen}


def show(messages: Mapping[str, Sequence[str]]) -> None:
    """Print how often each process logged each event."""
    for process, seen in messages.items():
        print(f"{process}:", ", ".join(f"{event} {seen.count(event)} x" for event in EVENTS))
