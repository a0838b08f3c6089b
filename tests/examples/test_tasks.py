"""The bookshop's providers in background tasks: in one process, then in two over a real Redis."""

import asyncio
import logging
import shutil
from pathlib import Path

import pytest

from examples.workers.__main__ import main
from examples.workers.over_redis import work

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


@pytest.mark.skipif(
    shutil.which("redis-server") is None,
    reason="redis-server is not installed (Debian: apt-get install redis-server)",
)
def test_two_processes_work_over_redis(tmp_path: Path) -> None:
    printed, workers = work(tmp_path)
    assert printed[0] == PRINTED
    assert set(workers) == {"worker-0", "worker-1"}
    tasks = 0
    for seen in workers.values():
        executed = sum(message.startswith("Executing task") for message in seen)
        events = [message for message in seen if message.startswith(("database", "session"))]
        assert events == ["database opened", *ONE_TASK * executed, "database closed"]
        assert not [message for message in seen if "while shutting down" in message]
        tasks += executed
    assert tasks == len(printed) * len(PRINTED)
