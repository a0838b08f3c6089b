"""FastAPI's `logger`."""

import logging

__all__ = ["logger"]

logger = logging.getLogger("typed_depends")
