"""The texts are true: programs run, mypy prints what is shown, links lead somewhere."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from starlette.applications import Starlette

from typed_depends.testclient import TestClient

pytestmark = pytest.mark.xdist_group("readme")  # its programs share one cache of mypy's

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
TEXTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def blocks(language: str) -> list[str]:
    """The README's fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


Mypy: TypeAlias = Callable[..., str]
WRONG_PROGRAM, *PROGRAMS = blocks("python")


@pytest.fixture(scope="module")
def mypy(tmp_path_factory: pytest.TempPathFactory) -> Mypy:
    """What mypy, configured as the README says, prints about a program."""
    folder = tmp_path_factory.mktemp("readme")
    [configuration] = blocks("toml")
    (folder / "pyproject.toml").write_text(configuration)

    def run(program: str, *options: str) -> str:
        (folder / "app.py").write_text(program)
        command = [sys.executable, "-m", "mypy", *options, "app.py"]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout

    return run


def test_mypy_prints_what_the_readme_shows(mypy: Mypy) -> None:
    [shown] = [block for block in blocks("console") if block.startswith("$ mypy app.py\n")]
    assert "$ mypy app.py\n" + mypy(WRONG_PROGRAM) == shown


def test_mypy_alone_finds_nothing_in_the_wrong_program(mypy: Mypy) -> None:
    alone = ("--strict", "--config-file=", "--cache-dir=alone")
    assert mypy(WRONG_PROGRAM, *alone).startswith("Success: no issues found")


def test_the_wrong_program_starts_and_fails_at_its_first_request() -> None:
    names: dict[str, Any] = {"__name__": "app"}
    exec(compile(WRONG_PROGRAM, "app.py", "exec"), names)
    app = names["app"]
    assert isinstance(app, Starlette)
    with (
        TestClient(app) as client,
        pytest.raises(AttributeError, match="Connection' object has no attribute 'name'"),
    ):
        client.get("/me")
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/me").status_code == 500


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_the_other_programs_are_accepted_by_mypy_and_run(program: str, mypy: Mypy) -> None:
    assert mypy(program, "--strict").startswith("Success: no issues found")
    assert "assert" in program
    exec(compile(program, "README.md", "exec"), {"__name__": "readme"})


def test_the_oldest_versions_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    [oldest_mypy] = project["optional-dependencies"]["mypy"]
    assert f"mypy {oldest_mypy.removeprefix('mypy>=')} or newer" in README
    assert f"Python {project['requires-python'].removeprefix('>=')} or newer" in README


def said_to_be_checked() -> tuple[set[str], set[str]]:
    """The codes that the README's table says the plugin knows, and the runtime."""
    rows = re.findall(r"^\| `(depends-[a-z]+)` \|.*\| ([a-z ]+) \| ([a-z ]+) \|$", README, re.M)
    assert len(rows) == README.count("\n| `depends-")
    plugin = {code for code, mypy, _ in rows if mypy == "yes"}
    runtime = {code for code, _, running in rows if running in ("at start", "when it happens")}
    return plugin, runtime


def test_what_the_plugin_is_said_to_check_has_a_page_and_nothing_else_has() -> None:
    pages = (ROOT / "typecheck_cases").glob("depends-*.md")
    assert said_to_be_checked()[0] == {page.stem for page in pages}


def test_what_the_runtime_is_said_to_check_is_among_its_errors_and_nothing_else_is() -> None:
    errors = (ROOT / "docs" / "errors.md").read_text()
    codes = set(re.findall(r"^`\w+`, `(depends-[a-z]+)`$", errors, re.MULTILINE))
    assert said_to_be_checked()[1] == codes - {"depends-run"}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: str(text.relative_to(ROOT)))
def test_every_link_and_command_leads_somewhere(text: Path) -> None:
    content = text.read_text()
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", content):
        assert (text.parent / target).exists(), target
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:`|\$ )make ([a-z-]+)", content)) <= made


@pytest.mark.parametrize("package", ["typed_depends", "mypy_plugin"])
def test_the_layout_shows_every_room_and_no_other(package: str) -> None:
    layout = (ROOT / "docs" / "architecture.md").read_text().rpartition("## Layout")[2]
    [drawn] = re.findall(rf"^{package}/\n((?:  .*\n)+)", layout, re.MULTILINE)
    drawn = re.sub(r"^ {4}.*\n", "", drawn, flags=re.MULTILINE)  # rooms within a room
    shown = set(re.findall(r"(?<![\w/])(\w+(?:\.py|/))", drawn))
    rooms = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / package).iterdir()
        if path.name.strip("_") == path.name and path.suffix != ".typed"
    }
    assert shown == rooms - {"__init__.py"}
