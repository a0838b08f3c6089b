"""The process that serves the shop: `python -m tests.fire.server`.

Prints its port, serves until it is told to end, then prints a report as JSON.
"""

import asyncio
import gc
import json
import logging
import signal
import socket
import sys
import threading
from collections import Counter
from typing import Any

import uvicorn

from tests.fire import state
from tests.fire.faults import FaultError
from tests.fire.shop import make_app
from typed_depends.exceptions import ResponseValidationError

GRACE = 2
"""Seconds that requests have after the server was told to end."""

IDLE = 300
"""Seconds for which a connection may rest: on a busy machine a visitor may be as slow as that."""


class Complaints(logging.Handler):
    """What was logged or could not be raised, but for the faults that were asked for.

    And but for what is cancelled when the server ends.
    """

    def __init__(self, server: uvicorn.Server) -> None:
        super().__init__(logging.WARNING)
        self.server = server
        self.asked_for = 0
        self.cut_off = 0
        self.found: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Sort a record."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, FaultError | ResponseValidationError):
            self.asked_for += 1
        elif isinstance(error, asyncio.CancelledError) and self.server.should_exit:
            self.cut_off += 1
        elif error is not None:
            self.found[f"{record.getMessage()} {self._said(error)}"] += 1
        else:
            self.found[record.getMessage()] += 1

    def unraisable(self, hooked: Any) -> None:
        """Take what Python could not raise, in a thread or a destructor."""
        error = hooked.exc_value
        self.found[f"not raised: {self._said(error) if error else hooked}"] += 1

    def _said(self, error: BaseException) -> str:
        return "".join(
            logging.Formatter().formatException((type(error), error, error.__traceback__))
        )


def main() -> dict[str, Any]:
    """Serve, and say what is left."""
    config = uvicorn.Config(
        make_app(),
        log_config=None,
        access_log=False,
        ws="wsproto",
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=IDLE,
    )
    server = uvicorn.Server(config)
    complaints = Complaints(server)
    logging.getLogger().addHandler(complaints)
    sys.unraisablehook = complaints.unraisable
    threading.excepthook = complaints.unraisable
    signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn raises it again when it has ended
    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    print(listening.getsockname()[1], flush=True)
    asyncio.run(server.serve(sockets=[listening]))
    gc.collect()
    return {
        **state.complaints(),
        "cut_off": complaints.cut_off,
        "faults_logged": complaints.asked_for,
        "complaints": dict(complaints.found),
    }


if __name__ == "__main__":
    print(json.dumps(main()), flush=True)
