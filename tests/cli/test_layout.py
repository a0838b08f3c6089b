"""Files are found, named as the program imports them, and parted where names would clash."""

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import write
from typed_depends.cli.checking.discovery import python_files, relevant
from typed_depends.cli.checking.interpreter import find_interpreter
from typed_depends.cli.checking.layout import runs
from typed_depends.cli.checking.project import read_project

USES = "from fastapi import Depends\n"


def named(folder: Path) -> list[dict[str, str]]:
    """Return, for each run, the names of the files of a project."""
    files = python_files([folder], [])
    return [
        {name: file.relative_to(folder).as_posix() for name, file in run.files.items()}
        for run in runs(relevant(files, {"fastapi"}), folder)
    ]


def test_a_source_folder_is_known_by_the_imports(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "src/shop/__init__.py": "",
            "src/shop/api.py": USES,
            "tests/test_api.py": "from shop.api import read\n",
        },
    )
    assert named(tmp_path) == [
        {"tests.test_api": "tests/test_api.py", "shop.api": "src/shop/api.py"}
    ]


def test_a_source_folder_may_itself_be_what_is_imported(tmp_path: Path) -> None:
    write(tmp_path, {"src/api.py": USES, "src/main.py": "from src.api import read\n"})
    assert named(tmp_path) == [{"src.api": "src/api.py", "src.main": "src/main.py"}]


def test_packages_without_a_file_of_their_own(tmp_path: Path) -> None:
    write(tmp_path, {"app/db/session.py": USES, "app/main.py": "from app.db.session import s\n"})
    assert named(tmp_path) == [{"app.db.session": "app/db/session.py", "app.main": "app/main.py"}]


def test_services_that_share_names_are_checked_apart(tmp_path: Path) -> None:
    for service in ("orders", "my-users"):
        write(
            tmp_path / service,
            {"main.py": f"{USES}import models\nimport orm\n", "models.py": "import orm.x\n"},
        )
        write(tmp_path / service, {"orm/x.py": USES})
    assert [sorted(run) for run in named(tmp_path)] == [["main", "models", "orm.x"]] * 2


def test_what_leads_to_a_framework_counts_however_far_away(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a/__init__.py": "",
            "a/deps.py": USES,
            "a/routes.py": "from .deps import (\n    other,\n    db,\n)\n",
            "a/main.py": "from . import routes\n",
            "start.py": "import a.main\n",
            "other.py": "import json\n",
            ".hidden/x.py": USES,
            "env/pyvenv.cfg": "",
            "env/x.py": USES,
        },
    )
    assert sorted(named(tmp_path)[0]) == ["a.deps", "a.main", "a.routes", "start"]


def test_what_version_control_ignores_is_passed_over_unless_it_is_named(tmp_path: Path) -> None:
    project = tmp_path / "project"
    write(
        tmp_path,
        {
            ".gitignore": "*",
            "project/.gitignore": "generated/\n*_local.py\n",
            "project/api.py": USES,
            "project/api_local.py": USES,
            "project/generated/client.py": USES,
            "project/service/.gitignore": "/out",
            "project/service/out/main.py": USES,
            "project/service/main.py": USES,
        },
    )

    def found(*paths: Path) -> list[str]:
        return [file.relative_to(project).as_posix() for file in python_files(paths, [])]

    assert len(found(project)) == 5  # no repository: nothing says whose file that is
    (project / ".git").mkdir()
    assert found(project) == ["api.py", "service/main.py"]
    assert found(project / "generated") == ["generated/client.py"]
    assert found(project / "api_local.py") == ["api_local.py"]


def test_the_projects_configuration_is_heard_where_it_is_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        tmp_path,
        {
            "pyproject.toml": """
                [tool.mypy]
                python_version = "3.12"
                mypy_path = "$MYPY_CONFIG_FILE_DIR/stubs"
                exclude = ["^generated/"]
                plugins = ["pydantic.mypy", "own_plugin", "mypy_django_plugin.main", "x.py"]
                strict = true

                [tool.typed_depends.mypy]
                strict = true
                families = ["fast_depends"]
            """,
            "generated/x.py": USES,
            "app.py": USES,
        },
    )
    monkeypatch.chdir(tmp_path)
    project = read_project(Path())
    assert project.folder == tmp_path
    assert project.python_version == (3, 12)
    assert project.mypy_path == (tmp_path / "stubs",)
    assert project.plugins == ("pydantic.mypy",)
    assert project.strict
    assert "fast_depends" in project.frameworks
    assert [str(file) for file in python_files([Path()], list(project.exclude))] == ["app.py"]


def test_the_python_that_has_the_framework_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "pyvenv.cfg").write_text(f"home = {Path(sys.base_prefix) / 'bin'}\n")
    (empty / "bin").mkdir()
    (empty / "bin/python").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    monkeypatch.setenv("VIRTUAL_ENV", str(empty))
    taken = find_interpreter(None, tmp_path, {"fastapi"}).path
    assert taken.parent == Path(sys.executable).parent
    assert find_interpreter(None, tmp_path, set()).path == empty / "bin/python"
