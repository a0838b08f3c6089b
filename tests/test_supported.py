"""Beside a Starlette that is too old for the runtime, the plugin works, and the rest says why."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from typed_depends.supported import OLDEST_STARLETTE

ROOT = Path(__file__).parents[1]
OLD = """\
import sys
import starlette.applications  # loads by itself what is not there then
sys.modules["starlette.middleware.body_limit"] = None  # came with the oldest that is supported
starlette.__version__ = "0.46.2"
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program beside a Starlette that seems to be old."""
    return subprocess.run([sys.executable, "-c", OLD + program], capture_output=True, text=True)


def test_the_runtime_says_which_starlette_it_needs() -> None:
    done = run("from typed_depends import App")
    assert f"needs Starlette {OLDEST_STARLETTE} or newer, and here is 0.46.2" in done.stderr


def test_the_command_line_says_so_in_one_line() -> None:
    done = run(
        "sys.argv = ['typed-depends', 'graph', 'examples.bookshop.app']\n"
        "from typed_depends.cli import main; main()"
    )
    assert done.returncode == 2
    assert re.fullmatch(r"error: the runtime of typed_depends needs .*\n", done.stderr)


def test_the_plugin_is_loaded_all_the_same() -> None:
    assert run("import typed_depends.mypy, typed_depends.testing").returncode == 0


def test_an_installation_exchanges_no_older_starlette() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [starlette] = [one for one in project["dependencies"] if one.startswith("starlette")]
    assert starlette == "starlette>=0.40"
