"""What `docs/editors.md` says of editors: the commands of their extensions find what is broken.

The commands and the pattern are those of `ms-python.mypy-type-checker`, with the options it is
told to have there, and of a file watcher in PyCharm.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

Run: TypeAlias = Callable[..., str]

DB = """\
class Session: ...
def get_session() -> Session:
    return Session()
"""
API = """\
from typing import Annotated
from fastapi import Depends, FastAPI
from db import Session, get_session
app = FastAPI()
@app.get("/")
def endpoint(session: Annotated[Session, Depends(get_session)]) -> None: ...
"""
BROKEN = DB.replace("Session()", "1").replace("-> Session", "-> int")
OPTIONS = (
    "--no-color-output --no-error-summary --show-absolute-path --show-column-numbers"
    " --show-error-codes --no-pretty --show-error-end"
)
READ = re.compile(
    r"^(?P<file>..[^:]*):(?P<line>\d+):(?P<column>\d+)(?::\d+:\d+)?: "
    r"(?P<kind>\w+): (?P<message>.*?)(?:  \[(?P<code>[\w-]+)\])?$"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with the plugin, strict so that every code is on."""
    (tmp_path / "pyproject.toml").write_text(
        "[tool.mypy]\nplugins = ['typed_depends.mypy']\n[tool.typed_depends.mypy]\nstrict = true\n"
    )
    (tmp_path / "api.py").write_text(API)
    (tmp_path / "db.py").write_text(DB)
    return tmp_path


@pytest.fixture
def dmypy(project: Path) -> Iterator[Run]:
    """Run the daemon's client as an extension does, with a status file of its own."""
    client = [sys.executable, "-m", "mypy.dmypy", "--status-file", str(project / "status.json")]

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [*client, *arguments],
            cwd=project,
            env=os.environ | {"PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
        )
        return done.stdout

    yield run
    run("stop")


def edit(file: Path, text: str) -> None:
    """Save a file; the daemon looks at the time."""
    before = file.stat().st_mtime
    file.write_text(text)
    os.utime(file, (before + 2, before + 2))


@pytest.mark.thorough
@pytest.mark.parametrize("scope", ["workspace", "file"])
def test_vs_code_shows_what_an_edit_broke_and_mended(scope: str, project: Path, dmypy: Run) -> None:
    target = str(project if scope == "workspace" else project / "api.py")

    def shown() -> list[re.Match[str]]:
        said = dmypy("run", "--", *OPTIONS.split(), target)
        return [found for line in said.splitlines() if (found := READ.match(line))]

    assert shown() == []
    edit(project / "db.py", BROKEN)
    first, *notes = shown()
    assert (Path(first["file"]), first["line"]) == (project / "api.py", "6")
    assert (first["kind"], first["code"]) == ("error", "depends-type")
    assert {(note["kind"], note["line"]) for note in notes} == {("note", "6")}
    edit(project / "db.py", DB + "\n")
    assert shown() == []


@pytest.mark.thorough
def test_a_file_watcher_of_pycharm_reads_the_place(project: Path, dmypy: Run) -> None:
    (project / "db.py").write_text(BROKEN)
    said = dmypy("run", "--", "--no-pretty", "--show-column-numbers", str(project))
    assert re.search(r"^(\S*api\.py):6:\d+: .*\[depends-type\]$", said, re.MULTILINE)
