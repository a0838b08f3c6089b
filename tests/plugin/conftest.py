"""Fixtures of the plugin's tests: one laboratory for the session, shared by all workers."""

from pathlib import Path

import pytest

from .batch import members
from .laboratory import Laboratory
from .modes import Group, Mode


@pytest.fixture(scope="session")
def laboratory(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Laboratory:
    """Run each mode at most once in the session, whichever worker asks first."""
    base: Path = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    return Laboratory(shared / "laboratory", members(), planned(request.session.items))


def planned(items: list[pytest.Item]) -> list[tuple[Mode, Group]]:
    """Every mode and group that some test of the session will ask for, in their order."""
    calls = [item.callspec.params for item in items if hasattr(item, "callspec")]
    return list(dict.fromkeys((call["mode"], call["group"]) for call in calls if "mode" in call))
