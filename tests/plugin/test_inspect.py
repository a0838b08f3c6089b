"""`dmypy inspect` finds in a program what it finds without the plugin, and nothing beside it."""

from pathlib import Path

import pytest
from mypy.dmypy_server import Server, process_start_options

FASTAPI = {
    "__init__.pyi": """\
from .applications import FastAPI as FastAPI
from .param_functions import Depends as Depends
""",
    "applications.pyi": """\
from typing import Any, Callable
class FastAPI:
    dependency_overrides: dict[Callable[..., Any], Callable[..., Any]]
    def get(self, path: str, *, dependencies: list[Any] = []) -> Callable[[Any], Any]: ...
""",
    "param_functions.pyi": """\
from typing import Any, Callable
def Depends(f: Callable[..., Any] | None = None, *, use_cache: bool = True) -> Any: ...
""",
}
"""As much of it as the program needs: mypy reads this in a moment."""

PROGRAM = """\
from functools import partial
from typing import Annotated
from fastapi import Depends, FastAPI
app = FastAPI()
def limit(word: str = "a") -> int:
    return len(word)
given = Depends(limit)
Alias = Annotated[int, Depends(limit, use_cache=False)]
def shelf(n: Annotated[int, Depends(partial(limit, "a"))]) -> str:
    return str(n)
class Box:
    def make(self, a: Annotated[int, Depends(limit)], b: str = Depends(shelf)) -> str:
        return b
box = Box()
@app.get("/", dependencies=[Depends(box.make)])
def root(a: Annotated[str, Depends(box.make)], b: str = Depends(lambda: "a"), c: int = given):
    def inner(d: Annotated[int, Depends(limit, use_cache=False)]) -> None: ...
    return a
app.dependency_overrides[shelf] = lambda: 1
"""


def test_every_place_of_a_program_is_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fastapi").mkdir()
    for name, text in FASTAPI.items():
        Path("fastapi", name).write_text(text)
    Path("shop.py").write_text(PROGRAM)
    said, alone = inspect("with", "typed_depends.mypy"), inspect("without", "")
    assert "depends-override" in said.pop("mypy")[0]
    assert alone.pop("mypy") == ["Success: no issues found in 1 source file"]
    assert said == alone
    assert alone["7:18"] == ['"Callable[[str], int]"', '"Any"']


def inspect(cache: str, plugins: str) -> dict[str, list[str]]:
    """Give what mypy says of the program, and of the types at each of its places."""
    Path("mypy.ini").write_text(f"[mypy]\nplugins = {plugins}\n")
    options = process_start_options(["--config-file=mypy.ini", f"--cache-dir={cache}"], False)
    server = Server(options, "dmypy.json")
    said = {"mypy": rows(server.cmd_check(["shop.py"], True, False, 80))}
    for line, text in enumerate(PROGRAM.splitlines(), 1):
        for column in range(1, len(text) + 1):
            place = f"{line}:{column}"
            said[place] = rows(server.cmd_inspect("type", f"shop.py:{place}"))
    return said


def rows(answer: dict[str, object]) -> list[str]:
    """Give what mypy printed; each type once, as a probe has that of the marker in it."""
    return list(dict.fromkeys(str(answer.get("out", answer)).splitlines()))
