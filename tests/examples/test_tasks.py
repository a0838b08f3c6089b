"""The bookshop's providers in background tasks: in one process, then in two over a real Redis."""

import asyncio
import logging
import shutil
from pathlib import Path

import pytest
from taskiq.kicker import AsyncKicker
from taskiq_redis import ListQueueBroker

from examples.workers.__main__ import main
from examples.workers.over_redis import redis_server, work, worker_command
from examples.workers.processes import by_process, running

PRINTED = [
    "delivery: 1",
    "delivery: Emma is on the shelf already",
    "delivery: 1",
    "books by Jane Austen: 2",
]
ONE_TASK = ["session opened", "session closed"]


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
    assert events == ["database opened", *ONE_TASK * len(PRINTED), "database closed"]


needs_redis = pytest.mark.skipif(
    shutil.which("redis-server") is None,
    reason="redis-server is not installed (Debian: apt-get install redis-server)",
)


@needs_redis
def test_two_processes_work_over_redis(tmp_path: Path) -> None:
    printed, workers = work(tmp_path)
    assert printed[0] == PRINTED
    assert set(workers) == {"worker-0", "worker-1"}
    tasks = 0
    for seen in workers.values():
        events = [message for message in seen if message.startswith(("database", "session"))]
        executed = events.count("session opened")
        assert events == ["database opened", *ONE_TASK * executed, "database closed"]
        assert not [message for message in seen if "while shutting down" in message]
        tasks += executed
    assert tasks == len(printed) * len(PRINTED)


@needs_redis
def test_a_task_that_runs_at_shutdown_ends_before_its_process_closes_the_database(
    tmp_path: Path,
) -> None:
    log = tmp_path / "workers.log"
    with redis_server(tmp_path) as url:
        environment = {
            "BOOKSHOP_REDIS": url,
            "BOOKSHOP_DATABASE": str(tmp_path / "bookshop.db"),
            "PYTHONPATH": str(Path(__file__).parent),
        }
        with running(worker_command("patient_task"), log, environment) as workers:
            workers.wait_for("Listening started", times=2)
            asyncio.run(send("patient_task:wait_for", url, end=str(tmp_path / "end")))
            workers.wait_for("work has begun", times=1)
            workers.process.terminate()
            workers.wait_for("Got signal 2", times=2)  # how taskiq tells its workers to stop
            (tmp_path / "end").touch()
    [seen] = by_process(log).values()
    events = [message for message in seen if message.startswith(("database", "session"))]
    assert events == ["database opened", *ONE_TASK, "database closed"]
    assert not [message for message in seen if message.startswith("Exception found")]


async def send(task: str, url: str, **arguments: str) -> None:
    """Send a task without waiting for its result."""
    broker = ListQueueBroker(url)
    await broker.startup()
    await AsyncKicker[..., None](task, broker, {}).kiq(**arguments)
    await broker.shutdown()
