"""Shared by all tests: asyncio as the backend, and a test client that imports quietly."""

import warnings

import pytest

with warnings.catch_warnings():
    # Starlette announces the successor of httpx when its test client is first imported.
    warnings.simplefilter("ignore")
    import starlette.testclient  # noqa: F401


@pytest.fixture
def anyio_backend() -> str:
    """Run async tests on asyncio, the loop FastAPI is served on."""
    return "asyncio"
