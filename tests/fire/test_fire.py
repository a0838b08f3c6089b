"""The bookshop under fire: a short battle here, a minute's in the thorough tests."""

import random
from pathlib import Path

import pytest

from tests.fire.battle import Battle, Forces
from tests.fire.faults import Place

pytestmark = pytest.mark.anyio

EXPECTED = (
    *(f", {place}" for place in Place),
    "rude: dribble",
    "rude: leave_a_stream",
    "socket: hang_up",
    "a stream to its end",
)


async def fought(battle: Battle) -> Battle:
    """Fight; say with which seed it can be fought again."""
    print(f"python -m tests.fire --seed {battle.seed}")
    await battle.fight()
    assert battle.complaints == []
    return battle


async def test_nothing_is_left_open_after_a_short_battle(tmp_path: Path) -> None:
    battle = await fought(Battle(1, 1, tmp_path, forces=Forces(visitors=45)))
    assert battle.report["entered"]["session"] > 45
    assert battle.done["200, no fault"] > 45


@pytest.mark.thorough
@pytest.mark.parametrize("interpret", [False, True], ids=["emitted", "interpreted"])
async def test_nothing_is_left_open_after_a_minute(tmp_path: Path, interpret: bool) -> None:
    seed = random.randrange(1_000_000)
    await fought(Battle(seed, 30, tmp_path, interpret, expected=EXPECTED))
