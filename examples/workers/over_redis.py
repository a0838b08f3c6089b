"""Tasks in two processes over Redis: a database for each process, a session for each task.

    python -m examples.workers.over_redis

Needs `redis-server` (Debian's package has that name) and runs one of its own, at a free
loopback port, with nothing written to disk.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from .processes import PATIENCE, ROOT, by_process, running, show

ROUNDS = 10
"""How often work is sent, at most, until both processes have had some."""


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Run a Redis server while the block lasts; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = ["redis-server", "--bind", "127.0.0.1", "--port", port, "--save", ""]
    with running(command, folder / "redis.log", {}) as server:
        server.wait_for("Ready to accept connections", times=1)
        yield f"redis://127.0.0.1:{port}"


def work(folder: Path) -> tuple[list[list[str]], dict[str, list[str]]]:
    """Send work until both processes have had some.

    Returns what each sender printed, and what each process logged.
    """
    log = folder / "workers.log"
    printed: list[list[str]] = []
    with redis_server(folder) as url:
        environment = {"BOOKSHOP_REDIS": url, "BOOKSHOP_DATABASE": str(folder / "bookshop.db")}
        with running(worker_command("examples.workers.tasks"), log, environment) as workers:
            workers.wait_for("Listening started", times=2)
            while len(by_process(log)) < 2 and len(printed) < ROUNDS:
                printed.append(send(environment))
    return printed, by_process(log)


def worker_command(*modules: str) -> list[str]:
    """Return the command that works with two processes on the tasks of `modules`."""
    command = [sys.executable, "-m", "taskiq", "worker", "--workers", "2", "--max-async-tasks", "1"]
    command += ["--log-level", "DEBUG", "--log-format", "%(processName)s: %(message)s"]
    return [*command, "examples.workers.broker:broker", *modules]


def send(environment: dict[str, str]) -> list[str]:
    """Run `python -m examples.workers` and return the lines it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "examples.workers"],
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
    )
    return done.stdout.splitlines()


if __name__ == "__main__":
    with TemporaryDirectory() as scratch:
        sent, logged = work(Path(scratch))
    print(*sent[0], sep="\n")
    show(logged)
