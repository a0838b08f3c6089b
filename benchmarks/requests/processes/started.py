"""A process that starts one program and says what that took, as JSON, in seconds and bytes."""

import asyncio
import json
import sys
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from types import ModuleType
from typing import Any

from benchmarks.requests.call import Request, answers, caller


def main(folder: str, name: str) -> dict[str, float]:
    """Import the framework, then the program; start it; have it answer once."""
    sys.path.insert(0, folder)
    times = [perf_counter()]
    import_module(f"imports_of_{name}")
    times.append(perf_counter())
    app = _program(Path(folder, f"program_of_{name}.py"))
    times.append(perf_counter())
    times += asyncio.run(_serve(app))
    stages = [after - before for before, after in pairwise(times)]
    took = dict(zip(("import", "registering", "start", "first"), stages, strict=True))
    return {**took, "ready": sum(stages), "memory": float(_peak_memory())}


def _program(file: Path) -> Any:
    """Return the application in `file`, compiled anew: it was edited just now."""
    program = sys.modules[file.stem] = ModuleType(file.stem)
    exec(compile(file.read_text(), str(file), "exec"), vars(program))
    return program.app


async def _serve(app: Any) -> list[float]:
    """Start the application, send one request, stop it; return when the first two were done."""
    received: asyncio.Queue[Any] = asyncio.Queue()
    sent: asyncio.Queue[Any] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    life = asyncio.ensure_future(app(scope, received.get, sent.put))
    await received.put({"type": "lifespan.startup"})
    said = await sent.get()
    if said["type"] != "lifespan.startup.complete":
        raise RuntimeError(said)
    started = perf_counter()
    answer = await answers(caller(app, Request(target="/r0")))
    answered = perf_counter()
    if answer != {"value": 5}:
        raise AssertionError(answer)
    await received.put({"type": "lifespan.shutdown"})
    await life
    return [started, answered]


def _peak_memory() -> int:
    """Return the most memory this process has held, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux counts what was before `exec` into `ru_maxrss`
        return 1024 * int(status.read_text().partition("VmHWM:")[2].split()[0])
    return getrusage(RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:3])))
