"""The daemon that begins with mypy's cache: what it knows of modules that it never read."""

import os
from pathlib import Path

import pytest
from mypy.dmypy_server import Server, process_start_options

from .batch import run_mypy
from .test_inspect import FASTAPI, rows

FILES = {
    "unmarked.py": """\
class Session: ...
def transaction(session: Session) -> int:
    return 1
""",
    "aliases.py": """\
from collections.abc import Iterator
from typing import Annotated
from fastapi import Depends
def session() -> Iterator[int]:
    yield 1
SessionDep = Annotated[int, Depends(session)]
""",
    "repository.py": """\
from aliases import SessionDep
def repository(session: SessionDep) -> int:
    return session
""",
    "service.py": """\
from collections.abc import Iterator
from typing import Annotated
from fastapi import Depends
from repository import repository
from unmarked import transaction
def service(
    repository: Annotated[int, Depends(repository)],
    transaction: Annotated[int, Depends(transaction)],
) -> Iterator[int]:
    yield 1
def use(service: Annotated[int, Depends(service)]) -> None: ...
""",
}
FLAGS = ["--config-file=mypy.ini", "--cache-fine-grained", "--cache-dir=cache"]


def test_a_change_of_metadata_reaches_modules_known_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parameters of `transaction`, which has no markers, are known from the cache alone."""
    monkeypatch.chdir(tmp_path)
    Path("fastapi").mkdir()
    for name, text in FASTAPI.items():
        with_scope = "use_cache: bool = True, scope: str | None = None"
        Path("fastapi", name).write_text(text.replace("use_cache: bool = True", with_scope))
    Path("mypy.ini").write_text("[mypy]\nplugins = typed_depends.mypy\n")
    for name, text in FILES.items():
        Path(name).write_text(text)
    run_mypy(tmp_path, *FLAGS, *FILES)
    short_lived = FILES["aliases.py"].replace("(session)", '(session, scope="function")')
    Path("aliases.py").write_text(short_lived)
    os.utime("aliases.py", (1, 1))
    server = Server(
        process_start_options([*FLAGS, "--use-fine-grained-cache"], False), "dmypy.json"
    )
    said = " ".join(rows(server.cmd_check(list(FILES), False, False, 80)))
    assert "[depends-scope]" in said
    assert 'nothing can fill "session" of "transaction"' in said
