"""FastAPI's own programs: those its documentation shows, and those of its tests with a marker.

mypy runs over them without the plugin and with it. What it says by
itself must stay, and what the plugin adds must be a mistake: `REAL` names each one.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fastapi_source import fetch_source

REAL = {
    # HTTPBearer gives HTTPAuthorizationCredentials; these three ask it for a str.
    ("tests/test_router_include_context.py", 156),
    ("tests/test_router_include_context.py", 190),
    ("tests/test_webhooks_security.py", 23),
    # What stands in the path, nobody reads; scopes that nobody checks, though they guard nothing.
    ("tests/test_router_include_context.py", 109),
    ("tests/test_security_scopes.py", 27),
    ("tests/test_dependency_cache.py", 41),
    ("tests/test_dependency_cache.py", 42),
    # What depends-scope, -stream, -marker, -yield and -parameter find, these show on purpose.
    ("tests/test_dependency_yield_scope_websockets.py", 62),
    ("tests/test_dependency_yield_scope.py", 60),
    ("tests/test_dependency_yield_scope.py", 84),
    ("tests/test_dependency_yield_scope.py", 104),
    ("tests/test_dependency_yield_scope.py", 124),
    ("tests/test_dependency_yield_scope.py", 134),
    ("tests/test_ambiguous_params.py", 17),
    ("tests/test_ambiguous_params.py", 29),
    ("tests/test_ambiguous_params.py", 38),
    ("tests/test_ambiguous_params.py", 50),
    ("tests/test_ambiguous_params.py", 62),
    ("docs_src/dependencies/tutorial008c.py", 15),
    ("docs_src/dependencies/tutorial008c_non_an.py", 13),
    ("docs_src/response_model/tutorial003_04.py", 8),
}

CONFIGURATION = """\
[mypy]
check_untyped_defs = True
ignore_missing_imports = True
explicit_package_bases = True
error_summary = False
show_column_numbers = True
show_traceback = True
plugins = {plugins}
"""


@pytest.mark.thorough
def test_the_plugin_adds_nothing_but_real_mistakes(
    pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    """No false alarm, and not one of mypy's own lines lost or changed."""
    programs = copy_programs(fetch_source(pytestconfig), tmp_path)
    bare, checked = run_both(tmp_path, programs)
    added = [row for row in checked if row not in bare and "[depends-" in row and ": error:" in row]
    assert {(row.split(":")[0], int(row.split(":")[1])) for row in added} == REAL
    places = tuple(f"{file}:{line}:" for file, line in REAL)
    assert [row for row in checked if row not in bare and not row.startswith(places)] == []
    assert [row for row in bare if row not in checked] == []


def copy_programs(source: Path, target: Path) -> list[str]:
    """Copy the programs out of the package's own folder; return what to hand to mypy."""
    shutil.copytree(source / "docs_src", target / "docs_src")
    for file in sorted((source / "tests").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if "Depends(" in text or "Security(" in text:
            copied = target / file.relative_to(source)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_text(text, encoding="utf-8")
    return ["docs_src", "tests"]


def run_both(root: Path, programs: list[str]) -> tuple[list[str], list[str]]:
    """Run mypy without and with the plugin, side by side; return their lines."""
    runs = []
    for name, plugins in (("bare", ""), ("checked", "typed_depends.mypy")):
        (root / f"{name}.ini").write_text(CONFIGURATION.format(plugins=plugins))
        mypy = [sys.executable, "-m", "mypy", f"--config-file={name}.ini", f"--cache-dir={name}"]
        runs.append(
            subprocess.Popen(
                [*mypy, *programs],
                cwd=root,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
            )
        )
    bare, checked = (run.communicate()[0].splitlines() for run in runs)
    assert [run.returncode for run in runs] == [1, 1], "\n".join([*bare[-20:], *checked[-20:]])
    return bare, checked
