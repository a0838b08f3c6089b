"""The documentation site builds without a warning, shows every page, and loads nothing else."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.fences import ROOT

pytestmark = pytest.mark.xdist_group("site")  # it is built once


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site, built strictly."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [*command, "--site-dir", str(folder)], cwd=ROOT, env=quiet, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    yield folder
    shutil.rmtree(folder)


def test_every_page_is_in_the_site(site: Path) -> None:
    written = {page.stem for page in (ROOT / "docs").glob("*.md")} | {"changelog", "contributing"}
    assert written == {page.stem for page in site.glob("*.html")} - {"404"}
    codes = {page.stem for page in (ROOT / "typecheck_cases").glob("depends-*.md")}
    assert codes | {"index"} == {page.stem for page in (site / "codes").glob("*.html")}


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loading = re.compile(
        r"""<(?:script|img|iframe|link)\b[^>]*?\s(?:src|href)=["']?(?:https?:)?//[^>]*>"""
        r"""|url\(["']?(?:https?:)?//"""
    )
    for file in [*site.rglob("*.html"), *site.rglob("*.css")]:
        found = loading.search(file.read_text(encoding="utf-8"))
        assert found is None or 'rel="canonical"' in found[0], (file, found)


def test_pictures_stand_in_the_page(site: Path) -> None:
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="lifetimes"' in (
        site / "scopes.html"
    ).read_text(encoding="utf-8")
