"""What is built passes the index's check, holds what it should, and works in an empty place."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

import pytest

from tests.docs.fences import ROOT, texts

pytestmark = pytest.mark.xdist_group("package")  # it is built once

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
README = ROOT / "README.md"
PYTHONS = sorted(
    found[1]
    for classifier in PROJECT["classifiers"]
    if (found := re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", classifier))
)


@dataclass(frozen=True)
class Built:
    """A wheel and an sdist."""

    wheel: Path
    sdist: Path

    def names(self) -> set[str]:
        """The files of the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            names = archive.namelist()
        assert len(names) == len(set(names))
        return set(names)

    def text(self, name: str) -> str:
        """A file of the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            return archive.read(name).decode()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """What `python -m build` makes of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    [wheel], [sdist] = folder.glob("*.whl"), folder.glob("*.tar.gz")
    yield Built(wheel, sdist)
    shutil.rmtree(folder)


def test_the_index_would_take_them(built: Built) -> None:
    command = [sys.executable, "-m", "twine", "check", "--strict"]
    command += [str(built.wheel), str(built.sdist)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_everything_in_the_wheel_has_one_top_level_name(built: Built) -> None:
    name = PROJECT["name"]
    tops = {path.partition("/")[0] for path in built.names()}
    assert tops == {name, f"{name}-{PROJECT['version']}.dist-info"}


def test_the_wheel_holds_both_packages_and_the_pages_and_nothing_else(built: Built) -> None:
    def files(package: str) -> set[str]:
        return {
            str(path.relative_to(ROOT / package))
            for path in (ROOT / package).rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        }

    pages = {page.name for page in (ROOT / "typecheck_cases").glob("depends-*.md")}
    assert {name for name in built.names() if name.startswith("typed_depends/")} == (
        {f"typed_depends/{name}" for name in files("typed_depends")}
        | {f"typed_depends/_mypy_plugin/{name}" for name in files("mypy_plugin")}
        | {f"typed_depends/cli/code_pages/{name}" for name in pages}
    )
    assert {"typed_depends/py.typed", "typed_depends/_mypy_plugin/py.typed"} <= built.names()


def test_nothing_in_the_wheel_imports_the_plugin_by_its_name_in_the_repository(
    built: Built,
) -> None:
    for name in built.names():
        if name.endswith(".py"):
            assert not re.search(r"^\s*(from|import) mypy_plugin\b", built.text(name), re.M), name


def test_the_file_by_which_mypy_knows_the_plugin_changes_with_any_other(built: Built) -> None:
    entry = built.text("typed_depends/mypy.py")
    assert re.search(rf"^# {re.escape(PROJECT['version'])} [0-9a-f]{{16}}\n\Z", entry, re.MULTILINE)


def test_the_wheel_says_what_it_needs(built: Built) -> None:
    [metadata] = [name for name in built.names() if name.endswith("/METADATA")]
    said = Parser().parsestr(built.text(metadata))
    assert said["Requires-Python"] == PROJECT["requires-python"]
    assert set(said.get_all("Provides-Extra") or ()) == set(PROJECT["optional-dependencies"])
    assert "Typing :: Typed" in (said.get_all("Classifier") or ())
    assert said.get_payload() == README.read_text()


def test_every_extra_is_documented_with_what_it_installs() -> None:
    page = (ROOT / "docs" / "installing.md").read_text()
    said = dict(re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", page, re.MULTILINE))
    needed = {
        extra: [re.split(r"[^\w-]", requirement)[0] for requirement in requirements]
        for extra, requirements in PROJECT["optional-dependencies"].items()
    }
    assert {extra: names.split(", ") for extra, names in said.items()} == needed


def test_the_sdist_holds_the_tests_and_the_licence(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"LICENSE", "README.md", "CHANGELOG.md", "hatch_build.py", "Makefile"}
    assert wanted <= names
    assert {"tests/package/test_package.py", "typecheck_cases/depends-type.md"} <= names


# In an empty environment


@dataclass(frozen=True)
class Environment:
    """A virtual environment with the wheel in it, and a project beside it."""

    python: Path
    project: Path

    def run(self, *arguments: str) -> str:
        """Run Python in the project's folder; return what it prints."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        done = subprocess.run(
            [str(self.python), *arguments],
            cwd=self.project,
            env=clean,
            capture_output=True,
            text=True,
        )
        return done.stdout + done.stderr


def find(version: str) -> str | None:
    """A Python of this version: on the path, or one of pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [str(path) for path in pyenv.glob(f"{version}.*/bin/python")]
    for candidate in [f"python{version}", *candidates]:
        if shutil.which(candidate) is None:
            continue
        asked = subprocess.run([candidate, "--version"], capture_output=True, text=True)
        if asked.stdout.startswith(f"Python {version}."):
            return candidate
    return None


@pytest.fixture(scope="module", params=PYTHONS)
def environment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, built: Built
) -> Iterator[Environment]:
    """An empty environment of a supported Python; only what the README says is installed."""
    base = find(request.param)
    if base is None:
        pytest.skip(f"there is no Python {request.param} here")
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([base, "-m", "venv", str(folder / "venv")], check=True)
    environment = Environment(folder / "venv" / "bin" / "python", folder / "project")
    pip = [
        str(environment.python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, f"{built.wheel}[mypy]", "fastapi", "httpx2"], check=True)
    # The user's own package of the plugin's name, first on the path of `python -m mypy`.
    (environment.project / "mypy_plugin").mkdir(parents=True)
    (environment.project / "mypy_plugin" / "__init__.py").write_text("raise SystemExit('not me')")
    [configuration] = texts(README, "toml")
    (environment.project / "pyproject.toml").write_text(configuration)
    yield environment
    shutil.rmtree(folder)


@pytest.mark.thorough
def test_the_plugin_finds_in_an_empty_environment_what_the_readme_shows(
    environment: Environment,
) -> None:
    (environment.project / "app.py").write_text(texts(README, "python")[0])
    [shown] = [block for block in texts(README, "console") if block.startswith("$ mypy app.py\n")]
    assert "$ mypy app.py\n" + environment.run("-m", "mypy", "app.py") == shown


@pytest.mark.thorough
def test_the_programs_of_the_readme_run_in_an_empty_environment(environment: Environment) -> None:
    for program in texts(README, "python")[1:]:
        (environment.project / "app.py").write_text(program)
        assert environment.run("app.py") == ""
        accepted = environment.run("-m", "mypy", "--strict", "app.py")
        assert accepted.startswith("Success"), accepted


@pytest.mark.thorough
def test_the_plugin_loads_neither_starlette_nor_pydantic(environment: Environment) -> None:
    program = "import sys, typed_depends.mypy; print({'starlette', 'pydantic'} & {*sys.modules})"
    assert environment.run("-c", program) == "set()\n"


@pytest.mark.thorough
def test_the_command_line_works_in_an_empty_environment(
    environment: Environment, built: Built
) -> None:
    (environment.project / "app.py").write_text(texts(README, "python")[0])
    environment.run("-m", "pip", "install", "--quiet", f"{built.wheel}[cli]")
    assert "[depends-type]" in environment.run("-m", "typed_depends", "check", "app.py")
    assert "GET /me" in environment.run("-m", "typed_depends", "graph", "app:app")
    assert "What it reports" in environment.run("-m", "typed_depends", "explain", "depends-scope")


@pytest.mark.thorough
def test_pytest_finds_the_fixture_in_an_empty_environment(environment: Environment) -> None:
    environment.run("-m", "pip", "install", "--quiet", "pytest")
    (environment.project / "app.py").write_text(texts(README, "python")[0])
    (environment.project / "test_app.py").write_text(
        "from app import User, app, get_connection\n"
        "from fastapi.testclient import TestClient\n"
        "def test_one(override_dependency):\n"
        "    override_dependency(app, get_connection, User)\n"
        "    assert TestClient(app).get('/me').json() == 'Ada'\n"
        "def test_another():\n"
        "    assert app.dependency_overrides == {}\n"
    )
    assert "2 passed" in environment.run("-m", "pytest", "-q", "test_app.py")
