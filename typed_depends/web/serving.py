"""What is still served when the application is told to end: its lifespan waits for it.

A server with a deadline cancels what is left and ends the lifespan in the same moment
(uvicorn's `timeout_graceful_shutdown`). Cancelled requests still clean up then, with what the
lifespan holds.
"""

import logging
from threading import get_ident
from typing import Final

import anyio

PATIENCE: Final = 5.0
"""Seconds that clean-up has. A server that waits for requests itself leaves none to wait for."""

_logger = logging.getLogger("typed_depends")


class Serving:
    """The connections of one application that are served now, each with its thread."""

    def __init__(self) -> None:
        self.open: dict[int, int] = {}

    async def end(self) -> None:
        """Wait for the connections of this thread's event loop, though not for ever."""
        here = get_ident()
        with anyio.move_on_after(PATIENCE):
            # Looked at now and again, so that requests need not say when they end.
            while here in list(self.open.values()):  # noqa: ASYNC110
                await anyio.sleep(0.01)
        left = list(self.open.values()).count(here)
        if left:
            _logger.warning("shut down while %d request(s) still ran", left)
