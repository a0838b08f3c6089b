"""The daemon that begins with mypy's cache knows of an unchanged module what the cache keeps."""

import os
from pathlib import Path

import pytest
from mypy.dmypy_server import Server, process_start_options

from .batch import run_mypy
from .test_inspect import FASTAPI, rows

UNMARKED = """\
class Session: ...
def transaction(session: Session) -> int:
    return 1
"""
MARKED = """\
from typing import Annotated
from fastapi import Depends
from unmarked import transaction
def shelf(number: Annotated[{type}, Depends(transaction)]) -> None: ...
"""
FLAGS = ["--config-file=mypy.ini", "--cache-fine-grained", "--cache-dir=cache"]


def test_a_provider_without_markers_is_known_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fastapi").mkdir()
    for name, text in FASTAPI.items():
        Path("fastapi", name).write_text(text)
    Path("mypy.ini").write_text("[mypy]\nplugins = typed_depends.mypy\n")
    Path("unmarked.py").write_text(UNMARKED)
    write(MARKED.format(type="int"), 1)
    run_mypy(tmp_path, *FLAGS, "marked.py")
    write(MARKED.format(type="str"), 2)
    server = Server(
        process_start_options([*FLAGS, "--use-fine-grained-cache"], False), "dmypy.json"
    )
    said = " ".join(rows(server.cmd_check(["marked.py"], False, False, 80)))
    assert "[depends-type]" in said
    assert "[depends-parameter]" in said


def write(text: str, clock: int) -> None:
    """Write the marked module; mypy sees no edit within one tick of the clock."""
    Path("marked.py").write_text(text)
    os.utime("marked.py", (clock, clock))
