"""One battle: a server, a crowd before it, what is held afterwards, and an end in the middle."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import httpx

from tests.fire.crowd.listener import Listener
from tests.fire.crowd.record import Record
from tests.fire.crowd.rude import Rude
from tests.fire.crowd.stayer import Stayer
from tests.fire.crowd.visitor import Visitor
from tests.fire.shop import POOL_SIZE
from tests.fire.state import State

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds after which what should come to rest counts as hanging."""
LONGEST_FIRE = 3 * PATIENCE
"""Seconds more that a battle may last until everything expected of it was seen."""
WORKER_THREADS = 40
"""As many as AnyIO has."""
FILES_OF_A_POOL = 3 * POOL_SIZE
"""SQLite opens as many when a pool fills up."""
EXPECTED_WARNINGS = ("Invalid HTTP request received.", "Cancel ")
"""What uvicorn says of those who babble, and when the grace of a shutdown is over."""


@dataclass(frozen=True, slots=True)
class Forces:
    """How many clients of each kind. More visitors than worker threads, on purpose."""

    visitors: int = 50
    rude: int = 8
    listeners: int = 8
    stayers: int = 8


@dataclass
class Battle:
    """One run. `complaints` is what must be empty afterwards.

    `expected` are the ends of what must have been seen: on a busy machine that takes longer.
    """

    seed: int
    seconds: float
    folder: Path
    interpret: bool = False
    forces: Forces = field(default_factory=Forces)
    expected: Sequence[str] = ()
    complaints: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    waited: float = 0
    states: list[State] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)

    async def fight(self) -> None:
        """Warm up, count, fire, count again, and end the server under fire."""
        with self._server() as (process, port):
            self._port = port
            self._origin = f"http://127.0.0.1:{port}"
            self._idle = (await self._state())["tasks"]
            for name, seconds in (("warm-up", min(5.0, self.seconds / 4)), ("fire", self.seconds)):
                async with self._crowd(name) as record:
                    await asyncio.sleep(seconds)
                    if name == "fire":
                        await self._see_all(record)
                    record.over = True
                self._take(record)
                self.states.append(await self._at_rest())
            async with self._crowd("end", stayers=self.forces.stayers) as record:
                await asyncio.sleep(1)
                record.closing = record.over = True
                process.send_signal(signal.SIGTERM)
                said, errors = await asyncio.to_thread(process.communicate, timeout=PATIENCE)
            self._take(record)
        self._read(said, errors, process.returncode)

    @contextmanager
    def _server(self) -> Iterator[tuple[subprocess.Popen[str], int]]:
        """Run the shop in a process of its own."""
        settings = {
            "BOOKSHOP_DATABASE": str(self.folder / "shop.db"),
            "TYPED_DEPENDS_INTERPRET": "1" if self.interpret else "",
        }
        with subprocess.Popen(
            [sys.executable, "-m", "tests.fire.server"],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                assert process.stdout is not None
                yield process, int(process.stdout.readline())
            finally:
                process.kill()

    @asynccontextmanager
    async def _crowd(self, part: str, stayers: int = 0) -> AsyncIterator[Record]:
        """Let a crowd loose; wait until all of it has gone home."""
        record = Record()
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        client = httpx.AsyncClient(base_url=self._origin, timeout=2 * PATIENCE, limits=limits)
        clients: list[Visitor | Rude | Listener | Stayer] = []
        for number in range(stayers):
            clients.append(Stayer(f"{part} stayer {number}", self.seed, self._port, record))
        for number in range(self.forces.visitors):
            clients.append(Visitor(f"{part} visitor {number}", self.seed, client, record))
        for number in range(self.forces.rude):
            clients.append(Rude(f"{part} rude {number}", self.seed, self._port, record))
        for number in range(self.forces.listeners):
            clients.append(Listener(f"{part} listener {number}", self.seed, self._port, record))
        async with client, asyncio.TaskGroup() as group:
            for one in clients:
                group.create_task(one.visit())
            yield record

    async def _see_all(self, record: Record) -> None:
        """Let the fire go on until all that is expected was seen."""
        ends = monotonic() + LONGEST_FIRE
        while missed := self._missed([*self.done, *record.done]):
            if monotonic() > ends:
                self.complaints += [f"never seen: {what}" for what in missed]
                return
            await asyncio.sleep(0.5)

    def _missed(self, seen: Sequence[str]) -> list[str]:
        return [what for what in self.expected if not any(one.endswith(what) for one in seen)]

    def _take(self, record: Record) -> None:
        self.complaints += [f"{count} × {what}" for what, count in record.wrong.items()]
        self.waited = max(self.waited, record.waited)
        for what, count in record.done.items():
            self.done[what] = self.done.get(what, 0) + count

    async def _at_rest(self) -> State:
        """Wait until nothing is open any more; return what the process still holds."""
        ends = monotonic() + PATIENCE
        while True:
            state = await self._state()
            found = list(self._not_at_rest(state))
            if not found:
                return state
            if monotonic() > ends:
                self.complaints += found
                return state
            await asyncio.sleep(0.1)

    def _not_at_rest(self, state: State) -> Iterator[str]:
        """Yield what is still open, and what the process holds more of than it did before."""
        if state["open"] != {"engine": 1} or state["checked_out"]:
            yield f"still open: {state['open']}, {state['checked_out']} connections"
        if state["tasks"] > self._idle:
            yield f"{self._idle} tasks grew to {state['tasks']}"
        for before in self.states:
            yield from _grown(before, state)

    async def _state(self) -> State:
        state: State = json.loads(await asyncio.to_thread(self._read_state))
        return state

    def _read_state(self) -> bytes:
        with urllib.request.urlopen(f"{self._origin}/state", timeout=PATIENCE) as answer:
            read: bytes = answer.read()
            return read

    def _read(self, said: str, errors: str, returncode: int) -> None:
        """Judge what the server reported when it had ended."""
        if returncode or not said:
            self.complaints.append(f"the server ended with {returncode}: {errors}")
            return
        self.report = report = json.loads(said)
        self.done["cut off by the end of the server"] = report["cut_off"]
        self.complaints += [
            f"{what}: {report[key]}"
            for key, what in (
                ("open", "never left"),
                ("twice", "left twice"),
                ("collected", "left by the garbage collector"),
                ("outliving", "left after the lifespan's provider"),
            )
            if report[key]
        ]
        if report["entered"]["engine"] != 1:
            self.complaints.append(
                f"the lifespan's provider ran {report['entered']['engine']} times"
            )
        self.complaints += [
            f"{count} × logged: {what}"
            for what, count in report["complaints"].items()
            if not what.startswith(EXPECTED_WARNINGS)
        ]


def _grown(before: State, after: State) -> Iterator[str]:
    """Yield what the process holds more of after the fire."""
    if after["threads"] > before["threads"] + WORKER_THREADS:
        yield f"{before['threads']} threads grew to {after['threads']}"
    if after["descriptors"] > before["descriptors"] + FILES_OF_A_POOL:
        yield f"{before['descriptors']} file descriptors grew to {after['descriptors']}"
    for name, count in after["objects"].items():
        if count > before["objects"][name]:
            yield f"{before['objects'][name]} objects of {name} grew to {count}"
    if after["memory"] > 1.1 * before["memory"] + 16e6:
        yield f"{before['memory']} bytes of memory grew to {after['memory']}"
