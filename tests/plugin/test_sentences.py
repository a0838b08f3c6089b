"""What the running program refuses, mypy has refused with the same sentence."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from starlette.testclient import TestClient

from typed_depends.errors import DependencyError, DependencyErrors

from .batch import Member, Tree, members
from .laboratory import Laboratory
from .modes import MODES, Group, Mode, group_of
from .test_runtime import import_all

APART: Final = (
    # Values are shown as the program has them, to mypy as they are written.
    '"get_user" is replaced by <NonCallableMock',
    '"get_settings" is replaced by None',
    # The program sees the function that a decorator made, and the class of an instance.
    '"inner", which replaces "get_name"',
    '"as_editor" replaces "Check"',
    # One type with two names.
    '"fail" returns "NoReturn"',
    '"fail_later" returns "NoReturn"',
    # Of these mypy is silent: only the program knows.
    '"l" has Depends(...) in Annotated',
    '"three" of "right" is read from a JSON body',
    '"silent" (request) holds "session" (function)',
)
"""How the sentences begin that differ, and why they do."""

REFUSED = [
    pytest.param(MODES[0], group_of(member.case), member, step, id=f"{member.case.slug}-{step}")
    for member in members()
    if member.family == "typed_depends" and group_of(member.case).main
    for step, state in enumerate(member.case.states)
    if state.runtime not in (None, "", "ok")
]


@pytest.mark.filterwarnings("ignore::typed_depends.errors.UnreadScopesWarning")
@pytest.mark.parametrize(("mode", "group", "member", "step"), REFUSED)
def test_both_halves_say_the_same(
    laboratory: Laboratory,
    mode: Mode,
    group: Group,
    member: Member,
    step: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every sentence of the running program stands among what mypy printed."""
    Tree(tmp_path, [member]).write(step)
    monkeypatch.syspath_prepend(tmp_path)
    visits = laboratory.result(mode, group).visits[member.package]
    said = [str(line) for visit in visits if visit.step == step for line in visit.printed]
    differing = [
        sentence
        for sentence in refusals(tmp_path, member)
        if not sentence.startswith(APART) and not any(sentence in line for line in said)
    ]
    assert differing == [], "\n".join(said)


def refusals(root: Path, member: Member) -> Iterator[str]:
    """Yield what the modules and the applications of a case are refused for."""
    try:
        for app in import_all(root, member):
            try:
                with TestClient(app):
                    pass
            except (DependencyError, DependencyErrors) as problem:
                yield from sentences(problem)
    except (DependencyError, DependencyErrors) as problem:
        yield from sentences(problem)
    finally:
        for name in [name for name in sys.modules if name.startswith("typed_depends_cases")]:
            del sys.modules[name]


def sentences(problem: Exception) -> Iterator[str]:
    """Yield what was found, of one mistake or of several."""
    if isinstance(problem, DependencyErrors):
        for mistake in problem.mistakes:
            yield from sentences(mistake)
    elif isinstance(problem, DependencyError):
        yield problem.found
