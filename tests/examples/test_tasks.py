"""The bookshop's providers in background tasks: in one process, then in two over a real Redis."""

import asyncio
import logging
import os
import shutil
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import ConnectionError as RedisConnectionError
from redis import Redis

from examples.workers.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds
PRINTED = [
    "delivery: 1",
    "delivery: Emma is on the shelf already",
    "delivery: 1",
    "books by Jane Austen: 2",
]


def test_one_process_sends_and_works(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("BOOKSHOP_DATABASE", str(tmp_path / "bookshop.db"))
    with caplog.at_level(logging.DEBUG, logger="examples.bookshop"):
        asyncio.run(main())
    assert capsys.readouterr().out.splitlines() == PRINTED
    events = [seen.message for seen in caplog.records if seen.name.startswith("examples.bookshop")]
    one_task = ["session opened", "session closed"]
    assert events == ["database opened", *one_task * len(PRINTED), "database closed"]


@contextmanager
def running(*command: str, log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command in the background, and end it with the block."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def redis_server(folder: Path) -> Iterator[int]:
    """Serve Redis from memory at a free loopback port while the block lasts."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed (Debian's package redis-server has it)")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder / "redis.log"
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    with running(program, *options, log=log) as process:
        deadline = time.monotonic() + PATIENCE
        while not answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"Redis did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield port


def answers(port: int) -> bool:
    """Tell whether a Redis server answers at `port`."""
    with Redis(port=port) as client:
        try:
            return bool(client.ping())
        except RedisConnectionError:
            return False


def by_worker(log: Path) -> dict[str, list[str]]:
    """The messages of each worker process."""
    messages = defaultdict(list)
    for line in log.read_text().splitlines():
        worker, _, message = line.partition(": ")
        if worker.startswith("worker-"):
            messages[worker].append(message)
    return messages


def wait_for(log: Path, message: str, *, times: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a message stands in a log as often as it must."""
    deadline = time.monotonic() + PATIENCE
    while log.read_text().count(message) < times:
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"waited in vain for {message!r}:\n{log.read_text()}")
        time.sleep(0.05)


def test_two_processes_work_over_redis(tmp_path: Path) -> None:
    log = tmp_path / "workers.log"
    command = ["taskiq", "worker", "--workers", "2", "--max-async-tasks", "1"]
    command += ["--log-level", "DEBUG", "--log-format", "%(processName)s: %(message)s"]
    command += ["examples.workers.broker:broker", "examples.workers.tasks"]
    with redis_server(tmp_path) as port:
        environment = {
            "BOOKSHOP_REDIS": f"redis://127.0.0.1:{port}",
            "BOOKSHOP_DATABASE": str(tmp_path / "bookshop.db"),
        }
        with running(sys.executable, "-m", *command, log=log, **environment) as process:
            wait_for(log, "Listening started", times=2, process=process)
            assert send(environment) == PRINTED
            rounds = 1
            while len([seen for seen in by_worker(log).values() if "session opened" in seen]) < 2:
                assert rounds < 10, f"one worker does all the work:\n{log.read_text()}"
                send(environment)
                rounds += 1

    workers = by_worker(log)
    assert set(workers) == {"worker-0", "worker-1"}
    sessions = 0
    for seen in workers.values():
        assert not [message for message in seen if "while shutting down" in message]
        events = [message for message in seen if message.startswith(("database", "session"))]
        tasks = sum(message.startswith("Executing task") for message in seen)
        assert events == [
            "database opened",
            *["session opened", "session closed"] * tasks,
            "database closed",
        ]
        sessions += tasks
    assert sessions == rounds * len(PRINTED)


def send(environment: dict[str, str]) -> list[str]:
    """Run `python -m examples.workers` and return the lines it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "examples.workers"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
