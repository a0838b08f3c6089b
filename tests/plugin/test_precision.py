"""A change of metadata alone has those modules checked again whose verdict it may change."""

import os
from pathlib import Path

import pytest
from mypy.build import build
from mypy.dmypy_server import Server, process_start_options
from mypy.main import process_options

from .test_inspect import FASTAPI

ALIASES = """\
from typing import Annotated
from fastapi import Depends
from session import Session, session
def word() -> str:
    return ""
SessionDep = Annotated[Session, Depends(session)]
Word = Annotated[str, Depends(word)]
"""
OTHER_SESSION = ALIASES.replace("(session)", '(session, scope="function")')
OTHER_WORD = ALIASES.replace("(word)", "(word, use_cache=False)")
COMMENTED = ALIASES + "# nothing else\n"

PROGRAM = {
    "session.py": """\
from collections.abc import Iterator
class Session: ...
def session() -> Iterator[Session]:
    yield Session()
""",
    "aliases.py": ALIASES,
    "repository.py": """\
from aliases import SessionDep
def repository(session: SessionDep) -> int:
    return 1
""",
    "service.py": """\
from collections.abc import Iterator
from typing import Annotated
from fastapi import Depends
from repository import repository
def service(repository: Annotated[int, Depends(repository)]) -> Iterator[int]:
    yield repository
""",
    "app.py": """\
from typing import Annotated
from fastapi import Depends, FastAPI
from service import service
app = FastAPI()
@app.get("/")
def read(service: Annotated[int, Depends(service)]) -> None: ...
""",
    "greeting.py": """\
from aliases import Word
def greet(word: Word) -> str:
    return word
""",
    "greeter.py": """\
from typing import Annotated
from fastapi import Depends, FastAPI
from greeting import greet
app = FastAPI()
@app.get("/")
def read(greeting: Annotated[str, Depends(greet)]) -> None: ...
""",
    "tests.py": "from app import read\n",
    "models.py": "from session import Session\n",
}


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the program, and as much of FastAPI as it needs."""
    monkeypatch.chdir(tmp_path)
    Path("fastapi").mkdir()
    cached, scoped = "use_cache: bool = True", "use_cache: bool = True, scope: str | None = None"
    for name, text in FASTAPI.items():
        Path("fastapi", name).write_text(text.replace(cached, scoped))
    for name, text in PROGRAM.items():
        Path(name).write_text(text)


@pytest.mark.usefixtures("program")
def test_the_daemon_comes_back_to_those_that_rest_on_the_marker() -> None:
    Path("mypy.ini").write_text("[mypy]\nplugins=typed_depends.mypy\nfollow_imports=error\n")
    server = Server(process_start_options(["--config-file=mypy.ini"], False), "dmypy.json")
    files = ["fastapi", *PROGRAM]
    server.cmd_check(files, False, False, 80)

    def checked_again(clock: int, text: str) -> set[str]:
        edit(clock, text)
        found = str(server.cmd_check(files, False, False, 80)["out"])
        assert ("[depends-scope]" in found) == (text == OTHER_SESSION)
        assert server.fine_grained_manager is not None
        targets = server.fine_grained_manager.processed_targets
        return {target.partition(".")[0] for target in targets}

    edit(1, PROGRAM["session.py"].replace("yield", "yield Session() or"), "session.py")
    assert checked_again(1, ALIASES) == {"session"}
    assert checked_again(1, OTHER_SESSION) == {"aliases", "service", "app"}
    assert checked_again(2, ALIASES) == {"aliases", "service", "app"}
    assert checked_again(3, OTHER_WORD) == {"aliases", "greeter"}
    assert checked_again(4, ALIASES) == {"aliases", "greeter"}
    assert checked_again(5, COMMENTED) == {"aliases"}


@pytest.mark.usefixtures("program")
def test_a_warm_run_comes_back_to_those_that_rest_on_the_module() -> None:
    """The cache has one mark for the whole of a module; so `greeter` cannot be told apart."""
    Path("mypy.ini").write_text("[mypy]\nplugins=typed_depends.mypy\n")

    def checked_again(clock: int, text: str) -> set[str]:
        edit(clock, text)
        found = build(*process_options(["--config-file=mypy.ini", "--cache-dir=cache", *PROGRAM]))
        assert ("[depends-scope]" in "".join(found.errors)) == (text == OTHER_SESSION)
        return found.manager.rechecked_modules & {name.removesuffix(".py") for name in PROGRAM}

    checked_again(1, ALIASES)
    above = {"repository", "service", "app", "greeting", "greeter"}
    assert checked_again(2, OTHER_SESSION) == {"aliases", *above}
    assert checked_again(3, ALIASES) == {"aliases", *above}
    assert checked_again(4, COMMENTED) == {"aliases"}


def edit(clock: int, text: str, module: str = "aliases.py") -> None:
    """Write a module; mypy sees no edit within one tick of the clock."""
    Path(module).write_text(text)
    os.utime(module, (clock, clock))
