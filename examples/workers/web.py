"""HTTP in two processes: each opens the bookshop's database once, each request has a session.

python -m examples.workers.web
"""

import json
import socket
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from examples.bookshop.seed import READER_TOKEN

from .processes import PATIENCE, by_process, running, show

REQUESTS = 20
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"by_process": {"format": "worker %(process)d: %(message)s"}},
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "by_process"}},
    "root": {"level": "INFO", "handlers": ["stream"]},
    "loggers": {"examples.bookshop": {"level": "DEBUG"}},
}


def serve(folder: Path) -> dict[str, list[str]]:
    """Serve with two workers, ask `REQUESTS` times, and return what each process logged."""
    config = folder / "logging.json"
    config.write_text(json.dumps(LOGGING))
    environment = {"BOOKSHOP_DATABASE": str(folder / "bookshop.db")}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = [sys.executable, "-m", "uvicorn", "--workers", "2", "examples.bookshop.app:app"]
        command += ["--fd", str(listener.fileno()), "--log-config", str(config)]
        log = folder / "web.log"
        with running(command, log, environment, keep=[listener.fileno()]) as workers:
            workers.wait_for("Application startup complete", times=2)
            for _ in range(REQUESTS):
                # A connection for each request, so that either worker may take it.
                ask(address)
    return by_process(log)


def ask(address: str) -> None:
    """Read the shelf. Raises `httpx.HTTPStatusError` if that is refused."""
    headers = {"Authorization": f"Bearer {READER_TOKEN}"}
    httpx.get(f"{address}/books", headers=headers, timeout=PATIENCE).raise_for_status()


if __name__ == "__main__":
    with TemporaryDirectory() as scratch:
        show(serve(Path(scratch)))
