"""Load: a server process over loopback, 32 connections that are never idle."""

import asyncio
import socket
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from json import loads
from typing import Any

from benchmarks.requests import shapes
from benchmarks.requests.call import Request
from benchmarks.requests.contenders import NAMES
from benchmarks.requests.effort import Effort
from benchmarks.requests.measure import orders
from benchmarks.requests.results import Row, row
from benchmarks.requests.sections.calls import ADMIN
from benchmarks.requests.sections.clients import client


async def measure(effort: Effort) -> AsyncIterator[Row]:
    """Yield a row for each shape, of the time for one request: seconds by requests served."""
    with client() as load:
        for key, title, request, answer in (
            (shapes.CHAIN.key, shapes.CHAIN.named, Request(), shapes.CHAIN.answer()),
            (shapes.ADMIN_KEY, shapes.ADMIN_TITLE, ADMIN, shapes.ADMIN_ANSWER),
        ):
            samples: dict[str, list[float]] = {name: [] for name in NAMES}
            with ExitStack() as running:
                origins = {name: running.enter_context(served(name, key)) for name in NAMES}
                for name, origin in origins.items():
                    _check(name, origin, request, answer)
                    await asyncio.to_thread(load.per_second, origin, request, 1)
                for order in orders(NAMES, effort.share(1 / 10)):
                    for name in order:
                        found = await asyncio.to_thread(load.per_second, origins[name], request, 1)
                        samples[name].append(1 / found)
            yield row(key, f"{title}, by {load.name}", samples)


@contextmanager
def served(name: str, key: str) -> Iterator[str]:
    """Run a contender's application in a server process; yield its origin."""
    command = [sys.executable, "-m", "benchmarks.requests.processes.served", name, key]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Wait until a server answers at a port; its socket listens already."""
    while process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=60):
                return
        except ConnectionRefusedError:
            continue
    raise RuntimeError("the server has ended")


def _check(name: str, origin: str, request: Request, answer: Any) -> None:
    asked = urllib.request.Request(
        origin + request.target,
        data=request.body or None,
        headers={name.decode(): value.decode() for name, value in request.headers},
        method=request.method,
    )
    with urllib.request.urlopen(asked) as answered:
        given = loads(answered.read())
    if given != answer:
        raise AssertionError(f"{name} answers {given!r}, not {answer!r}")
