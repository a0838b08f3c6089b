"""A mypy daemon that tells the processor time of each check.

It is mypy's own server without its socket: asked by lines on standard input, so that
the time taken is the server's alone.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Self

from mypy.dmypy_server import Server, process_start_options


class Daemon:
    """A daemon in a process of its own, for the package below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.plugin.daemon"],
            cwd=folder,
            env=with_bytecode(folder.parent)
            | {"PYTHONPATH": os.pathsep.join([str(ROOT), *_paths()])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def check(self) -> float:
        """Check what changed; give the user seconds that took."""
        assert self.process.stdin
        assert self.process.stdout
        print("check", file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        if answer["printed"]:
            raise SystemExit(answer["printed"])
        return float(answer["seconds"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        with self.process:
            self.process.kill()


ROOT = Path(__file__).parents[2]


def with_bytecode(folder: Path) -> dict[str, str]:
    """Give an environment in which Python compiles once, and keeps it below `folder`."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def _paths() -> list[str]:
    return list(filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)))


def serve() -> None:
    """Answer each line on standard input with the seconds of one check."""
    server = Server(process_start_options(["--config-file=mypy.ini"], False), "unused.json")
    for _ in sys.stdin:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        answer = server.cmd_check(["shop"], False, False, 80)
        seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
        printed = answer["out"] if answer["status"] else ""
        print(json.dumps({"seconds": seconds, "printed": printed}), flush=True)


if __name__ == "__main__":
    serve()
