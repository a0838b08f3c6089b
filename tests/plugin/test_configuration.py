"""The plugin's own configuration: other marker families, strictness, and mistakes in it."""

from pathlib import Path

import pytest

from .batch import run_mypy

TASKS = """\
from collections.abc import AsyncIterator
from contextlib import contextmanager
from typing import Annotated, Iterator

from taskiq import TaskiqDepends


class User: ...


class Session: ...


async def get_session() -> AsyncIterator[Session]:
    yield Session()


@contextmanager
def managed() -> Iterator[Session]:
    yield Session()


async def right(session: Annotated[Session, TaskiqDepends(get_session)], count: int) -> None: ...
async def also_right(session: Annotated[Session, TaskiqDepends(managed)]) -> None: ...
async def wrong(user: Annotated[User, TaskiqDepends(get_session)]) -> None: ...
async def as_default(user: User = TaskiqDepends(get_session)) -> None: ...
"""

FAST = """\
from typing import Annotated

from fast_depends import Depends


class User: ...


class Session: ...


def get_session(path: str) -> Session:
    return Session()


def number() -> str:
    return "1"


def right(session: Annotated[Session, Depends(get_session)]) -> None: ...
def converted(number: int = Depends(number)) -> None: ...
def wrong(user: Annotated[User, Depends(get_session)]) -> None: ...
"""

LIBRARIES = {
    "fast_depends/__init__.py": "from .use import Depends as Depends",
    "fast_depends/use.py": """\
from collections.abc import Callable
from typing import Any

def Depends(dependency: Callable[..., Any], *, cast: bool = True) -> Any: ...
""",
    "taskiq/__init__.py": "from taskiq_dependencies import Depends as TaskiqDepends",
    "taskiq_dependencies/__init__.py": "from .dependency import Depends as Depends",
    "taskiq_dependencies/dependency.py": """\
from collections.abc import AsyncGenerator, Callable
from contextlib import _GeneratorContextManager
from typing import TypeVar, overload

T = TypeVar("T")

@overload
def Depends(dependency: Callable[..., _GeneratorContextManager[T]] | None = None) -> T: ...
@overload
def Depends(dependency: Callable[..., AsyncGenerator[T, None]] | None = None) -> T: ...
@overload
def Depends(dependency: Callable[..., T] | None = None) -> T: ...
def Depends(dependency: object = None) -> object: ...
""",
    "fastapi/__init__.py": "from .param_functions import Depends as Depends",
    "fastapi/param_functions.py": """\
from typing import Any

def Depends(f: Any, *, scope: str | None = None) -> Any: ...
""",
}
"""As much of the libraries as is typed: mypy reads these in a moment."""

MYPY_TOML = '[tool.mypy]\nplugins = ["typed_depends.mypy"]\n'
MYPY_INI = "[mypy]\nplugins = typed_depends.mypy\n"


def check(folder: Path, configuration: str, ours: str, program: str = TASKS) -> tuple[str, bool]:
    """Run mypy over `program` with our part of the configuration."""
    text = MYPY_TOML if configuration.endswith(".toml") else MYPY_INI
    (folder / configuration).write_text(f"{text}\n{ours}\n")
    for name, library in LIBRARIES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(library)
    (folder / "program.py").write_text(program)
    return run_mypy(folder, f"--config-file={configuration}", "program.py")


SCOPES = """\
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends


def number() -> Iterator[int]:
    yield 1


def holder(n: Annotated[int, Depends(number, scope="function")]) -> Iterator[int]:
    yield n


def read(n: Annotated[int, Depends(holder)]) -> None: ...
"""


def findings(printed: str) -> list[int]:
    """Give the lines the plugin reports."""
    rows = [row for row in printed.splitlines() if "error:" in row]
    assert all("[depends-" in row for row in rows), printed
    return [int(row.split(":")[1]) for row in rows]


@pytest.mark.parametrize(
    ("configuration", "ours"),
    [
        ("pyproject.toml", '[tool.typed_depends.mypy]\nfamilies = ["taskiq_dependencies"]'),
        (
            "pyproject.toml",
            '[tool.typed_depends.mypy.families]\ntasks = ["taskiq_dependencies.dependency.Depends",'
            ' "taskiq.TaskiqDepends"]',
        ),
        ("mypy.ini", "[typed_depends.mypy]\nfamilies = fast_depends, taskiq_dependencies"),
        ("setup.cfg", "[typed_depends.mypy.families]\ntaskiq_dependencies = True"),
        (
            "mypy.ini",
            "[DEFAULT]\nhere = .\n[typed_depends.mypy]\nfamilies = taskiq_dependencies\n"
            "[typed_depends.mypy.families]\nfastapi = true\nmine = mine.Depends, fastapi.Depends",
        ),
    ],
)
def test_a_family_is_checked_when_it_is_named(
    configuration: str, ours: str, tmp_path: Path
) -> None:
    """By its name alone, or by a table from a name to the full names of its markers."""
    printed, _ = check(tmp_path, configuration, ours)
    assert findings(printed) == [25, 26]


def test_another_family_is_left_alone_when_nobody_names_it(tmp_path: Path) -> None:
    """What mypy says of it then is mypy's own."""
    printed, _ = check(tmp_path, "mypy.ini", "")
    assert "[depends-" not in printed


def test_a_family_that_converts_is_silent_where_it_may(tmp_path: Path) -> None:
    """fast_depends makes an `int` of a `"1"`; of a session it makes no user."""
    printed, _ = check(tmp_path, "mypy.ini", "[typed_depends.mypy]\nfamilies=fast_depends", FAST)
    assert findings(printed) == [22]


def test_a_change_of_the_configuration_is_seen_by_the_next_run(tmp_path: Path) -> None:
    """The verdicts in mypy's cache are those of another configuration."""
    assert "[depends-" not in check(tmp_path, "mypy.ini", "[typed_depends.mypy]")[0]
    named = "[typed_depends.mypy]\nfamilies = taskiq_dependencies"
    assert findings(check(tmp_path, "mypy.ini", named)[0]) == [25, 26]


def test_a_family_takes_nothing_from_what_is_checked_anyway(tmp_path: Path) -> None:
    """FastAPI's own rules hold, though a table names its marker again."""
    ours = '[tool.typed_depends.mypy.families]\nours = ["fastapi.Depends", "shop.di.Needs"]'
    printed, _ = check(tmp_path, "pyproject.toml", ours, SCOPES)
    assert findings(printed) == [15]


def test_strictness_asks_for_return_annotations(tmp_path: Path) -> None:
    """As `enable_error_code = depends-untyped` does."""
    program = (
        "from typing import Annotated\nfrom fastapi import Depends\n"
        "def provide(): return 1\ndef use(a: Annotated[int, Depends(provide)]) -> None: ...\n"
    )
    assert "depends-untyped" not in check(tmp_path, "mypy.ini", "", program)[0]
    strict = "[typed_depends.mypy]\nstrict = true"
    assert "depends-untyped" in check(tmp_path, "mypy.ini", strict, program)[0]


@pytest.mark.parametrize(
    ("configuration", "ours", "sentence"),
    [
        (
            "pyproject.toml",
            "[tool.typed_depends.mypy]\nfamlies = []",
            'pyproject.toml: [tool.typed_depends.mypy]: error: "famlies" is no option; '
            'valid is "families" or "strict"',
        ),
        (
            "mypy.ini",
            "[typed_depends.mypy]\nfamilies = flask",
            'mypy.ini: [typed_depends.mypy]: error: family "flask" is not known and names no '
            'markers; valid is "fast_depends" or "taskiq_dependencies"',
        ),
        (
            "mypy.ini",
            "[typed_depends.mypy]\nstrict = maybe",
            'mypy.ini: [typed_depends.mypy]: error: "strict" is "maybe"; '
            'valid is "true" or "false"',
        ),
        (
            "pyproject.toml",
            "[tool.typed_depends.mypy]\nfamilies = 3",
            'error: "families" is neither a list of names nor a table; '
            'valid is "fast_depends" or "taskiq_dependencies"',
        ),
        (
            "pyproject.toml",
            '[tool.typed_depends.mypy.families]\nmine = ["Depends"]',
            'error: family "mine" is no list of full names such as "mine.Depends"',
        ),
        (
            "pyproject.toml",
            '[tool.typed_depends.mypy.families]\nmine = ["mine..Depends"]',
            'error: family "mine" is no list of full names such as "mine.Depends"',
        ),
        (
            "mypy.ini",
            "[typed_depends.mypy.families]\nfast_depends = no.thing., mine.Depends",
            'error: family "fast_depends" is neither true nor a list of full names such as '
            '"fast_depends.Depends"',
        ),
        (
            "mypy.ini",
            "[typed_depends.mypy]\nfamilies = flask\n"
            "[typed_depends.mypy.families]\nmine = mine.Depends",
            'error: family "flask" is not known and names no markers; '
            'valid is "fast_depends" or "taskiq_dependencies"',
        ),
        (
            "pyproject.toml",
            "[tool.typed_depends]\nstrict = true",
            "pyproject.toml: [tool.typed_depends]: error: nothing reads this section; "
            'valid is "tool.typed_depends.mypy"',
        ),
        (
            "pyproject.toml",
            "[tool]\ntyped_depends.mypy = 3",
            'pyproject.toml: [tool.typed_depends]: error: "mypy" is no table; '
            'valid is "families" or "strict"',
        ),
        (
            "pyproject.toml",
            "[tool.typed-depends.mypy]\nstrict = true",
            "[tool.typed-depends]: error: nothing reads this section",
        ),
        (
            "pyproject.toml",
            "[typed_depends.mypy]\nstrict = true",
            "pyproject.toml: [typed_depends]: error: nothing reads this section; "
            'valid is "tool.typed_depends.mypy"',
        ),
        (
            "pyproject.toml",
            "[tool.typed_depends_mypy]\nstrict = true",
            "[tool.typed_depends_mypy]: error: nothing reads this section",
        ),
        (
            "mypy.ini",
            "[tool.typed_depends.mypy]\nstrict = true",
            "mypy.ini: [tool.typed_depends.mypy]: error: nothing reads this section; "
            'valid is "typed_depends.mypy" or "typed_depends.mypy.families"',
        ),
        (
            "setup.cfg",
            "[typed_depends]\nstrict = true",
            "setup.cfg: [typed_depends]: error: nothing reads this section; "
            'valid is "typed_depends.mypy" or "typed_depends.mypy.families"',
        ),
    ],
)
def test_a_mistake_in_the_configuration_names_what_is_valid(
    configuration: str, ours: str, sentence: str, tmp_path: Path
) -> None:
    """Mypy ends as it does for a mistake in its own options."""
    printed, broke_down = check(tmp_path, configuration, ours)
    assert sentence in printed
    assert broke_down
    assert "Traceback" not in printed
