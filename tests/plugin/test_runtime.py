"""The `Runtime:` lines of the pages: the same code, run; what mypy accepts, starts.

Each state that says so is imported as a package. `ok` means that it is imported without
an error and each `App` in it starts and stops; a class means that one of this name is raised.
"""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from typed_depends.errors import DependencyError, DependencyErrors

from .batch import Member, Tree
from .page import Case, read_pages

STATES = [
    pytest.param(case, step, id=f"{case.slug}-{step}")
    for case in read_pages()
    if "typed_depends" in case.families and (case.python or (3, 0)) <= sys.version_info[:2]
    for step, state in enumerate(case.states)
    if state.runtime
]


@pytest.mark.parametrize(("case", "step"), STATES)
def test_the_runtime_agrees(
    case: Case, step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The runtime starts what the page says it starts, and refuses what it says it refuses.

    With the codes that mypy reports there.
    """
    member = Member(case, "typed_depends")
    Tree(tmp_path, [member]).write(step)
    monkeypatch.syspath_prepend(tmp_path)
    expected = case.states[step].runtime
    try:
        for app in import_all(tmp_path, member):
            with TestClient(app):
                pass
    except Exception as problem:
        if expected not in {kind.__name__ for kind in type(problem).__mro__}:
            raise
        told = {expectation.code for expectation in case.states[step].expected}
        if "depends-override" in told:
            told.add("depends-scope")  # the graph with a replacement in it is judged as any other
        if not codes_of(problem) <= told:
            raise
    else:
        assert expected == "ok"
    finally:
        for name in [name for name in sys.modules if name.startswith("typed_depends_cases")]:
            del sys.modules[name]


def codes_of(problem: Exception) -> set[str]:
    """Give the codes of the mistakes in what was raised: mypy says the same before."""
    match problem:
        case DependencyErrors():
            return set[str]().union(*map(codes_of, problem.mistakes))
        case DependencyError():
            return {problem.code}
    return set()


def import_all(root: Path, member: Member) -> Iterator[Starlette]:
    """Import every module of the case; yield the applications in them."""
    folder = root / member.package
    modules = [
        importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))
        for path in sorted(folder.rglob("*.py"))
        if path.name != "__init__.py"
    ]
    apps = [app for module in modules for app in vars(module).values()]
    yield from {id(app): app for app in apps if isinstance(app, Starlette)}.values()
