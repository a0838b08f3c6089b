"""Starlette's test client, under the name FastAPI's users know."""

from starlette.testclient import TestClient

__all__ = ["TestClient"]
