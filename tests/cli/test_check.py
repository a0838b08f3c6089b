"""`check` finds what is wrong in a project it sees for the first time, and runs none of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Typed, write
from typed_depends.cli.checking.codes import CODES
from typed_depends.cli.checking.interpreter import find_interpreter

pytestmark = pytest.mark.xdist_group("check")  # they share one cache of mypy's

FOUND = {
    ("orders/main.py", 5, "depends-type"),
    ("src/shop/api.py", 10, "depends-scope"),
    ("src/shop/broken.py", 1, "syntax"),
    ("src/shop/deps.py", 18, "depends-type"),
    ("tests/test_api.py", 8, "depends-override"),
    ("users/main.py", 5, "depends-type"),
}


def test_a_project_out_of_the_blue(typed: Typed, project: Path) -> None:
    result = typed("check", "--format", "json", start=project)
    report = json.loads(result.stdout)
    found = {(one["file"], one["line"], one["code"]) for one in report["findings"]}
    assert found == FOUND
    assert report["warnings"] == []
    assert report["summary"]["depends-type"] == 3
    assert result.exit_code == 1
    assert not (project / "src/shop/deps.py.was-run").exists()
    assert (project / ".typed_depends_cache/.gitignore").read_text() == "*\n"


def test_people_see_the_line_and_its_remedy(typed: Typed, project: Path) -> None:
    result = typed("check", "src", "--select", "scope", "--ignore=depends-type", start=project)
    assert result.stdout.splitlines()[:6] == [
        'src/shop/api.py:10:45: "repo" (request) holds "get_db" (function), which ends first'
        "  [depends-scope]",
        "   10 │ def read(db: Db, book, repo: Annotated[int, Depends(repo)]):",
        "      │                                             ^^^^^^^^^^^^^",
        *result.stdout.splitlines()[3:6],
    ]
    assert 'Give "get_db" scope="request"' in result.stdout
    assert "depends-type" not in result.stdout
    assert "2 mistakes in 2 files" in result.stdout  # a file that is no Python is told always


def test_a_file_is_checked_with_what_it_imports_and_named_as_from_here(
    typed: Typed, project: Path
) -> None:
    result = typed("check", "api.py", "--format=json", start=project / "src/shop")
    report = json.loads(result.stdout)
    assert [(one["file"], one["code"]) for one in report["findings"]] == [
        ("api.py", "depends-scope")
    ]
    assert report["files"] == 1


def test_a_module_of_the_project_stands_in_for_none_of_the_tools(
    typed: Typed, tmp_path: Path
) -> None:
    shadows = {
        f"{name}.py": f"open({str(tmp_path / 'was-run')!r}, 'w')"
        for name in ("mypy_plugin", "typed_depends", "pydantic", "mypy", "sitecustomize")
    }
    write(tmp_path, {**shadows, "mypy.ini": "[mypy]\nplugins = own.py, pydantic.mypy\n"})
    write(tmp_path, {"own.py": shadows["mypy.py"], "app.py": "# of fastapi\n"})
    command = [sys.executable, "-m", "typed_depends", "check", "--format=json"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        command, cwd=tmp_path, env={**environment, "PYTHONSAFEPATH": "1"}, capture_output=True
    )
    assert (done.returncode, json.loads(done.stdout)["findings"]) == (0, [])
    assert not (tmp_path / "was-run").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--select", "depends-typ"), 'Did you mean "depends-type"?'),
        (("--ignore", "nothing"), ", ".join(CODES)),
        (("missing",), '"missing" does not exist'),
        (("--python", "missing"), '"missing" is no Python interpreter'),
        (("--output", "missing/report.txt", "src"), "cannot be written"),
    ],
)
def test_wrong_usage_says_what_is_valid(
    typed: Typed, project: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = typed("check", *arguments, start=project)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_mistake_in_our_configuration_is_wrong_usage(typed: Typed, tmp_path: Path) -> None:
    configuration = "[tool.mypy]\n[tool.typed_depends.mypy]\nstrickt = true\n"
    write(tmp_path, {"pyproject.toml": configuration, "app.py": "import fastapi\n"})
    result = typed("check", start=tmp_path)
    assert result.exit_code == 2
    assert '"strickt" is no option; valid is "families" or "strict"' in result.stderr


def test_where_no_framework_is_used_there_is_nothing_to_check(typed: Typed, tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "import flask\n"})
    result = typed("check", start=tmp_path)
    assert result.exit_code == 0
    assert "None of the 1 files under . names fastapi or typed_depends." in result.stdout


def test_a_framework_that_is_not_installed_is_told(typed: Typed, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "env"], check=True)
    write(tmp_path, {"app.py": "from fastapi import Depends\n"})
    result = typed("check", "--python", "env", start=tmp_path)
    assert "fastapi is not installed for" in result.stderr
    assert result.exit_code == 2  # nothing was found, but nothing was checked either
    write(tmp_path, {"broken.py": "import fastapi\ndef f(:\n"})
    result = typed("check", "--python", "env", start=tmp_path)
    assert "fastapi is not installed for" in result.stdout
    assert result.exit_code == 1


def test_a_framework_is_found_behind_the_environment_of_who_starts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("hook", "users"):
        command = [sys.executable, "-m", "venv", "--without-pip", str(tmp_path / name)]
        subprocess.run(command, check=True)
    write(next(tmp_path.glob("users/lib/python*/site-packages")), {"fastapi.py": ""})
    path = [str(tmp_path / name / "bin") for name in ("hook", "users")]
    monkeypatch.setenv("PATH", os.pathsep.join(path))
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "hook"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "hook/bin/python"))
    monkeypatch.chdir(tmp_path)
    found = find_interpreter(None, tmp_path, {"fastapi"})
    assert found.path.parent.parent == tmp_path / "users"


@pytest.mark.parametrize("version", ["2", "4"])
def test_an_environment_that_came_with_the_repository_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)

    python = tmp_path / ".venv/bin/python"
    write(tmp_path, {".venv/pyvenv.cfg": "", ".venv/bin/python": "#!/bin/sh\ntouch was-run\n"})
    python.chmod(0o755)
    git("init")
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.chdir(tmp_path)
    find_interpreter(None, tmp_path, {"fastapi"})
    assert (tmp_path / "was-run").exists()
    (tmp_path / "was-run").unlink()
    git("add", "--force", ".venv")
    git("update-index", "--index-version", version)
    assert find_interpreter(None, tmp_path, {"fastapi"}).path != python
    assert not (tmp_path / "was-run").exists()


def test_without_the_extra_a_sentence_says_how_to_install_it() -> None:
    code = "import sys; sys.modules['typer'] = None; from typed_depends.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert 'pip install "typed_depends[cli]"' in done.stderr
    assert "Traceback" not in done.stderr
