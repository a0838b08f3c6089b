"""The pages of the documentation are true: programs run, commands print what is shown."""

from pathlib import Path

import pytest

from tests.docs.fences import fences
from tests.docs.written_pages import PAGES, RUN, commands, performed


def runs_a_command(page: Path) -> bool:
    """Whether a page shows a command that is run, which takes its time."""
    return any(
        command.split()[0] in RUN
        for fence in fences(page)
        if fence.language == "console"
        for command, _ in commands(fence.text)
    )


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache of mypy for all pages."""
    return tmp_path_factory.mktemp("mypy_cache")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            page,
            id=page.stem,
            marks=[pytest.mark.thorough, pytest.mark.xdist_group("written pages")]
            if runs_a_command(page) and page.stem != "five-minutes"
            else [],
        )
        for page in PAGES
    ],
)
def test_a_page_is_true(page: Path, tmp_path: Path, cache: Path) -> None:
    assert performed(page, tmp_path, cache) == page.read_text(encoding="utf-8")
