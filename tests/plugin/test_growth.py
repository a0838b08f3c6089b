"""The work of a run grows with the program, not with its square: counted, not timed."""

from pathlib import Path

import pytest
from mypy.build import build
from mypy.main import process_options

from mypy_plugin.dependants.dependant import Dependant, Provider
from mypy_plugin.dependants.lookup import Dependants

from .test_inspect import FASTAPI


def layer(number: int) -> str:
    """Write a module whose provider asks for that of the layer below, and a route for it."""
    below = f"m{number - 1}"
    asked = f"b: Annotated[int, Depends({below}.provide)]" if number else ""
    return f"""\
from typing import Annotated
from fastapi import Depends, FastAPI
{f"import {below}" if number else ""}
def provide({asked}) -> int:
    return {number}
app = FastAPI()
@app.get("/")
def handler(given: Annotated[int, Depends(provide)]) -> None: ...
"""


def test_layers_below_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mypy.ini").write_text("[mypy]\nplugins=typed_depends.mypy\n")
    Path("fastapi").mkdir()
    for name, text in FASTAPI.items():
        Path("fastapi", name).write_text(text)
    asked: list[Provider] = []
    of = Dependants.of

    def counting(self: Dependants, provider: Provider) -> Dependant | None:
        asked.append(provider)
        return of(self, provider)

    monkeypatch.setattr(Dependants, "of", counting)

    def questions(layers: int) -> int:
        asked.clear()
        files = [f"m{number}.py" for number in range(layers)]
        for number, file in enumerate(files):
            Path(file).write_text(layer(number))
        options = ["--config-file=mypy.ini", f"--cache-dir=cache{layers}", *files]
        assert build(*process_options(options)).errors == []
        return len(asked)

    few, many = questions(20), questions(40)
    assert few > 20
    assert many < 2.2 * few
