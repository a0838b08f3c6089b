"""HTTP scales by processes: each worker opens the bookshop's database once and closes it once."""

import json
import os
import socket
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import httpx
import pytest

from examples.bookshop.seed import READER_TOKEN

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds
REQUESTS = 20
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"by_process": {"format": "%(process)d %(message)s"}},
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "by_process"}},
    "root": {"level": "INFO", "handlers": ["stream"]},
    "loggers": {"examples.bookshop": {"level": "DEBUG"}},
}


def by_process(log: str) -> dict[int, list[str]]:
    """The messages of each process."""
    messages = defaultdict(list)
    for line in log.splitlines():
        process, _, message = line.partition(" ")
        if process.isdigit():
            messages[int(process)].append(message)
    return messages


def wait_until_started(process: subprocess.Popen[bytes], log: Path, *, workers: int) -> None:
    """Wait for every worker to say that its application has started."""
    deadline = time.monotonic() + PATIENCE
    while log.read_text().count("Application startup complete") < workers:
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the workers did not start:\n{log.read_text()}")
        time.sleep(0.05)


def test_lifespan_providers_are_set_up_and_closed_once_in_each_worker(tmp_path: Path) -> None:
    log, config = tmp_path / "log", tmp_path / "logging.json"
    config.write_text(json.dumps(LOGGING))
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/books"
        command = ["uvicorn", "examples.bookshop.app:app", "--workers", "2"]
        command += ["--fd", str(listener.fileno()), "--log-config", str(config)]
        server = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=os.environ | {"BOOKSHOP_DATABASE": str(tmp_path / "bookshop.db")},
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_started(server, log, workers=2)
        for _ in range(REQUESTS):
            # A connection for each, so that either worker may take it.
            answer = httpx.get(
                url, headers={"Authorization": f"Bearer {READER_TOKEN}"}, timeout=PATIENCE
            )
            assert answer.status_code == 200, log.read_text()
    finally:
        server.terminate()
        server.wait(PATIENCE)

    messages = by_process(log.read_text())
    workers = [seen for seen in messages.values() if "Application startup complete." in seen]
    assert len(workers) == 2
    for seen in workers:
        assert seen.count("database opened") == 1
        assert seen.count("database closed") == 1
        assert seen.count("session opened") == seen.count("session closed")
    assert sum(seen.count("session opened") for seen in workers) == REQUESTS
