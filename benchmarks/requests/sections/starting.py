"""Starting: import, 1,000 routes above five providers each, start-up, the first answer.

Each contender's program runs in a process of its own. What it imports has its bytecode kept,
whatever the environment says of that; the program itself is compiled anew.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.requests import shapes
from benchmarks.requests.contenders import NAMES, contender
from benchmarks.requests.effort import Effort
from benchmarks.requests.measure import orders
from benchmarks.requests.results import Row, row

ROWS: Final = {
    "import": ("import", "ms", 1e3),
    "registering": ("registering {} routes × 5", "ms", 1e3),
    "start": ("lifespan start", "ms", 1e3),
    "first": ("first answer", "ms", 1e3),
    "ready": ("all of it", "ms", 1e3),
    "memory": ("memory of the process", "MB", 1e-6),
}


async def measure(effort: Effort) -> AsyncIterator[Row]:
    """Yield a row for each stage of starting."""
    count = 50 if effort.quick else 1000
    routes = shapes.many_routes(count)
    samples: dict[str, dict[str, list[float]]] = {key: {n: [] for n in NAMES} for key in ROWS}
    with TemporaryDirectory() as folder:
        for name in NAMES:
            module = contender(name)
            _write(Path(folder), name, module.IMPORTS, module.application(routes))
            await _started(folder, name)  # keeps the bytecode
        for order in orders(NAMES, effort.share(1 / 10)):
            for name in order:
                for key, value in (await _started(folder, name)).items():
                    samples[key][name].append(value)
    for key, (title, unit, scale) in ROWS.items():
        yield row(key, title.format(count), samples[key], unit=unit, scale=scale, tell="amount")


def _write(folder: Path, name: str, imports: str, program: str) -> None:
    (folder / f"imports_of_{name}.py").write_text(imports)
    (folder / f"program_of_{name}.py").write_text(program)


async def _started(folder: str, name: str) -> dict[str, float]:
    """Start a program, and return what its process says it took."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.requests.processes.started"]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder, "bytecode"))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = await asyncio.to_thread(
        subprocess.run,
        [*command, folder, name],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{name} does not start: {done.stderr}")
    found: dict[str, float] = json.loads(done.stdout)
    return found
