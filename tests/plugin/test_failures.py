"""A mistake inside the plugin costs one verdict, never mypy's own output."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """\
from typing import Annotated

from fastapi import Depends


def number() -> int:
    return 1


def read(a: Annotated[str, Depends(number)]) -> None: ...


wrong: int = "mypy's own finding"
"""

FASTAPI = {
    "__init__.py": "from .param_functions import Depends as Depends",
    "param_functions.py": "from typing import Any\n\ndef Depends(f: Any) -> Any: ...",
}
"""As much of it as the program needs: mypy reads this in a moment."""

BROKEN = """\
import importlib
import os

from typed_depends.mypy import plugin


def fail(*arguments: object) -> None:
    raise RuntimeError("a mistake of ours")


module, function = os.environ["BROKEN"].split(":")
setattr(importlib.import_module(module), function, fail)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a project whose mypy loads a plugin with a mistake; its runs share one cache."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "program.py").write_text(PROGRAM)
    (folder / "fastapi").mkdir()
    for name, text in FASTAPI.items():
        (folder / "fastapi" / name).write_text(text)
    (folder / "broken.py").write_text(BROKEN)
    (folder / "mypy.ini").write_text("[mypy]\nplugins = broken.py\nfollow_imports = silent\n")
    return folder


@pytest.mark.xdist_group("failures")
@pytest.mark.parametrize(
    ("broken", "options"),
    [
        ("mypy_plugin.hooks.modules:weave", ()),
        ("mypy_plugin.judging:check_type", ()),
        ("mypy_plugin.hooks.probes:check_marker_call", ("--show-traceback",)),
    ],
)
def test_mypys_own_findings_stand_when_the_plugin_fails(
    project: Path, broken: str, options: tuple[str, ...]
) -> None:
    program = project / "program.py"
    program.write_text(f"{PROGRAM}# {broken}\n")
    run = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "program.py"],
        cwd=project,
        env={**os.environ, "BROKEN": broken},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "program.py:13: error: Incompatible types in assignment" in run.stdout
    assert "a mistake of ours" in run.stderr
    assert ("Traceback" in run.stderr) == bool(options)
