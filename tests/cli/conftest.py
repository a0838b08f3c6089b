"""Runs the program as a shell would, and a project that has everything `check` meets."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from typer.testing import CliRunner, Result

from typed_depends.cli.program import program

Typed: TypeAlias = Callable[..., Result]

FILES = {
    "pyproject.toml": "",
    "src/shop/__init__.py": "",
    "src/shop/deps.py": """
        from collections.abc import Iterator
        from typing import Annotated

        from fastapi import APIRouter, Depends

        open(f"{__file__}.was-run", "w")
        router = APIRouter()


        def get_db() -> Iterator[int]:
            yield 1


        def get_work(db: Annotated[int, Depends(get_db, scope="function")]) -> int:
            return db


        Db = Annotated[str, Depends(get_db)]
    """,
    "src/shop/api.py": """
        from shop.deps import Annotated, Db, Depends, Iterator, get_work, router
        from . import broken


        def repo(work: Annotated[int, Depends(get_work)]) -> Iterator[int]:
            yield work


        @router.get("/{book}")  # type: ignore or not: mypy cannot read that
        def read(db: Db, book, repo: Annotated[int, Depends(repo)]):
            return db
    """,
    "src/shop/broken.py": "def f(:\n",
    "orders/main.py": """
        from fastapi import Depends
        from models import find


        def read(found: str = Depends(find)): ...
    """,
    "orders/models.py": "def find() -> int: ...\n",
    "users/main.py": """
        from fastapi import Depends
        from models import find


        def read(found: int = Depends(find)): ...
    """,
    "users/models.py": "def find() -> bytes: ...\n",
    "tests/test_api.py": """
        from fastapi import FastAPI
        from shop.deps import get_db

        app = FastAPI()


        def test_read():
            app.dependency_overrides[get_db] = lambda: "no number"
    """,
    "migrations/0001_first.py": "print 'not Python 3'\n",
    ".venv/pyvenv.cfg": "",
    ".venv/lib/other.py": "from fastapi import Depends\nDepends(1)\n",
    "build/lib/shop.py": "from fastapi import Depends\nDepends(1)\n",
}


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files, whose texts are indented with the program that writes them."""
    for name, text in files.items():
        lines = text.strip("\n").splitlines()
        indent = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(f"{line[indent:]}\n" for line in lines), encoding="utf-8")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a project. Its tests share mypy's cache."""
    folder = tmp_path_factory.mktemp("project")
    write(folder, FILES)
    return folder


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Return what runs `typed-depends` with arguments, in the folder `start`."""

    def run(*arguments: str | Path, start: Path) -> Result:
        monkeypatch.chdir(start)
        return CliRunner().invoke(program, [str(one) for one in arguments])

    return run
