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


LONG = ("tests/trust/", "tests/plugin/edits/", "tests/examples/test_demo.py")
"""Each is one test that takes as long as a thousand others."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests, so that no worker is left with one at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
