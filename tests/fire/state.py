"""What the serving process holds: what must be the same after the fire as before."""

import asyncio
import gc
import os
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Any, TypedDict

from sqlalchemy import Engine, QueuePool, event
from sqlalchemy.pool import ConnectionPoolEntry

from tests.fire.ledger import LEDGER

WATCHED = (
    "Fault",
    "Frame",
    "Lifetimes",
    "OnThreads",
    "Request",
    "Seat",
    "Session",
    "ThreadJob",
    "WebSocket",
    "_Exchange",
    "_HttpRun",
)
"""Classes whose instances belong to one request."""

_pools: list[QueuePool] = []


class State(TypedDict):
    """What is held at one moment."""

    open: dict[str, int]
    checked_out: int
    tasks: int
    threads: int
    descriptors: int
    memory: int
    objects: dict[str, int]


def watch(engine: Engine) -> None:
    """Take this engine's pool for the pool; note who is given a connection."""
    assert isinstance(engine.pool, QueuePool)
    _pools[:] = [engine.pool]

    @event.listens_for(engine, "checkout")
    def given(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        record.info["number"] = LEDGER.enter("connection")

    @event.listens_for(engine, "checkin")
    def given_back(_connection: object, record: ConnectionPoolEntry) -> None:
        LEDGER.leave(record.info.pop("number"), "connection")


def checked_out() -> int:
    """Return how many connections are in use."""
    return _pools[0].checkedout()


def now() -> State:
    """Count."""
    gc.collect()
    found = Counter(type(one).__name__ for one in gc.get_objects())
    return State(
        open=LEDGER.open(),
        checked_out=checked_out(),
        tasks=len(asyncio.all_tasks()),
        threads=threading.active_count(),
        descriptors=_descriptors(),
        memory=_memory(),
        objects={name: found[name] for name in WATCHED},
    )


def _descriptors() -> int:
    folder = Path("/proc/self/fd" if sys.platform == "linux" else "/dev/fd")
    return sum(1 for _ in folder.iterdir())


def _memory() -> int:
    """Return the memory in use in bytes, or 0 where that cannot be told."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if statm.exists() else 0


def complaints() -> dict[str, Any]:
    """Return what the ledger says at the very end."""
    return {
        "open": LEDGER.open(),
        "twice": LEDGER.twice,
        "collected": LEDGER.collected,
        "outliving": LEDGER.outliving,
        "entered": LEDGER.all(),
    }
