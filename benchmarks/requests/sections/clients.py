"""Who sends the load: wrk or oha, which cost a server's machine least; else httpx."""

import asyncio
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Protocol

import httpx

from benchmarks.requests.call import Request

CONNECTIONS = 32


class Client(Protocol):
    """Sends one request again and again over all connections, for some seconds."""

    @property
    def name(self) -> str:
        """The program's name."""

    def per_second(self, origin: str, request: Request, seconds: int) -> float:
        """Return how many were answered each second. Raises `RuntimeError` for any other answer."""


@contextmanager
def client() -> Iterator[Client]:
    """Yield the best client that is installed."""
    with TemporaryDirectory() as folder:
        if shutil.which("wrk"):
            yield Wrk(Path(folder))
        elif shutil.which("oha"):
            yield Oha()
        else:
            yield Httpx()


@dataclass(frozen=True, slots=True)
class Wrk:
    """https://github.com/wg/wrk: tells it the request in Lua."""

    folder: Path
    name: str = "wrk"

    def per_second(self, origin: str, request: Request, seconds: int) -> float:
        """Run wrk once."""
        script = self.folder / "request.lua"
        lines = [f"wrk.method = {_lua(request.method.encode())}"]
        lines += [f"wrk.headers[{_lua(name)}] = {_lua(value)}" for name, value in request.headers]
        if request.body:
            lines.append(f"wrk.body = {_lua(request.body)}")
        script.write_text("\n".join(lines))
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script)]
        said = _run([*command, origin + request.target])
        served = re.search(r"Requests/sec:\s*([\d.]+)", said)
        if served is None or "Non-2xx" in said or "Socket errors" in said:
            raise RuntimeError(said)
        return float(served[1])


@dataclass(frozen=True, slots=True)
class Oha:
    """https://github.com/hatoo/oha."""

    name: str = "oha"

    def per_second(self, origin: str, request: Request, seconds: int) -> float:
        """Run oha once."""
        command = ["oha", "--no-tui", "--output-format", "json", "-c", str(CONNECTIONS)]
        command += ["-z", f"{seconds}s", "-m", request.method]
        for name, value in request.headers:
            command += ["-H", f"{name.decode()}: {value.decode()}"]
        if request.body:
            command += ["-d", request.body.decode()]
        said = json.loads(_run([*command, origin + request.target]))
        if set(said["statusCodeDistribution"]) != {"200"}:
            raise RuntimeError(str(said["statusCodeDistribution"]))
        return float(said["summary"]["requestsPerSec"])


@dataclass(frozen=True, slots=True)
class Httpx:
    """httpx, in this process; it costs more than what it measures, so ratios come out near 1."""

    name: str = "httpx"

    def per_second(self, origin: str, request: Request, seconds: int) -> float:
        """Send from as many tasks as there are connections."""
        return asyncio.run(self._send(origin, request, seconds))

    async def _send(self, origin: str, request: Request, seconds: int) -> float:
        limits = httpx.Limits(max_connections=CONNECTIONS)
        async with httpx.AsyncClient(base_url=origin, limits=limits, timeout=60) as sender:
            begun = perf_counter()

            async def one() -> int:
                served = 0
                while perf_counter() < begun + seconds:
                    answer = await sender.request(
                        request.method,
                        request.target,
                        headers=list(request.headers),
                        content=request.body or None,
                    )
                    if answer.status_code != 200:
                        raise RuntimeError(f"answered {answer.status_code}")
                    served += 1
                return served

            served = sum(await asyncio.gather(*(one() for _ in range(CONNECTIONS))))
            return served / (perf_counter() - begun)


def _lua(text: bytes) -> str:
    """Write a string for Lua."""
    return '"' + "".join(f"\\{byte:03d}" for byte in text) + '"'


def _run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
