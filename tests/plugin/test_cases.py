"""Every case of every page, in both families, in every mode: the same verdict everywhere."""

from dataclasses import replace

import pytest

from .batch import Member, differences, members
from .laboratory import Laboratory, Visit
from .modes import MODES, Group, Mode, group_of

GROUPS = sorted({group_of(member.case) for member in members()}, key=lambda group: group.name)

EVERYWHERE = {"cold", "warm"}
EVERYDAY = EVERYWHERE | {"parallel", "daemon-edited"}


def marks(mode: Mode, group: Group) -> list[pytest.MarkDecorator]:
    """`make thorough` alone runs what differs least, and the odd groups in most modes."""
    return [] if mode.name in (EVERYDAY if group.main else EVERYWHERE) else [pytest.mark.thorough]


RUNS = [
    pytest.param(
        mode,
        group,
        id=f"{mode.name}-{group.name}",
        marks=marks(mode, group),
    )
    for group in GROUPS
    for mode in MODES
    if mode.available(group)
]

CASES = [
    pytest.param(
        mode,
        group,
        member,
        id=f"{mode.name}-{member.family}-{member.case.slug}",
        marks=marks(mode, group),
    )
    for group in GROUPS
    for mode in MODES
    if mode.available(group)
    for member in members()
    if group.holds(member.case) and mode.visits(member.case)
]


@pytest.mark.parametrize(("mode", "group", "member"), CASES)
def test_mypy_prints_what_the_page_expects_and_nothing_else(
    laboratory: Laboratory, mode: Mode, group: Group, member: Member
) -> None:
    """At each step of the mode's walk: every expected line at its place, no other line."""
    result = laboratory.result(mode, group)
    if crash := result.crashes.get(member.package):
        pytest.fail(crash)
    problems = []
    for visit in result.visits[member.package]:
        state = member.state(visit.step)
        missing, surplus = differences(
            [line for line in state.expected if not mode.forgets(line)],
            [line for line in visit.printed if not mode.forgets(line)],
        )
        if missing or surplus:
            problems.append(f"step {visit.step} ({state.title}):")
            problems += [f"  missing: {row}" for row in missing]
            problems += [f"  surplus: {row}" for row in surplus]
    assert not problems, "\n".join([f"{member.case.page}.md:{member.case.line}", *problems])


@pytest.mark.parametrize(("mode", "group"), RUNS)
def test_mypy_prints_nothing_but_about_the_cases(
    laboratory: Laboratory, mode: Mode, group: Group
) -> None:
    """No traceback, no line about a framework, no complaint about the configuration."""
    assert laboratory.result(mode, group).stray == ()


@pytest.mark.parametrize(("mode", "group"), RUNS)
def test_each_mode_prints_exactly_what_a_cold_run_prints(
    laboratory: Laboratory, mode: Mode, group: Group
) -> None:
    """Texts, columns and notes too, also where the page leaves them open."""

    def rows(visit: Visit) -> set[str]:
        return {
            str(replace(line, column=0) if mode.without_columns() else line)
            for line in visit.printed
            if not mode.forgets(line)
        }

    cold = laboratory.result(MODES[0], group).visits
    problems = [
        f"{package} step {visit.step}: {row}"
        for package, visits in laboratory.result(mode, group).visits.items()
        for visit in visits
        for row in sorted(
            rows(visit) ^ rows(cold[package][min(visit.step, len(cold[package]) - 1)])
        )
    ]
    assert not problems, "\n".join(problems)
