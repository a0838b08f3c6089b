"""Fixtures of the plugin's tests: one laboratory for the session, shared by all workers."""

from pathlib import Path

import pytest

from .batch import members
from .modes import Laboratory


@pytest.fixture(scope="session")
def laboratory(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Laboratory:
    """Run each mode at most once in the session, whichever worker asks first."""
    base: Path = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    return Laboratory(shared / "laboratory", members())
