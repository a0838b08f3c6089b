"""The table of versions, as it stands in `docs/versions.md` and the README."""

from collections.abc import Sequence
from typing import Final

from .environment import Outcome
from .rows import PACKAGES, PROJECT, Row

HEAD: Final = (
    "| half | Python | mypy | pydantic | Starlette | FastAPI | tests | commit |\n"
    "|---|---|---|---|---|---|---|---|"
)

PAGES: Final = (PROJECT / "docs" / "versions.md", PROJECT / "README.md")


def line(row: Row, outcome: Outcome) -> str:
    """Give one line of the table."""
    versions = outcome.versions
    said = f"{outcome.passed:,} passed"
    if outcome.failed:
        said = f"**{outcome.failed:,} failed**, {said}"
    shown = [versions["python"], *(versions[package] for package in PACKAGES)]
    if row.half == "runtime":
        shown = [shown[0], "-", *shown[2:]]
    return f"| {' | '.join([row.half, *shown, said, outcome.commit])} |"


def replace_table(text: str, lines: Sequence[str]) -> str:
    """Give a page with other lines under the head of its table."""
    before, _, after = text.partition(HEAD)
    rest = after.removeprefix("\n").splitlines(keepends=True)
    while rest and rest[0].startswith("|"):
        del rest[0]
    return f"{before}{HEAD}\n" + "".join(f"{row}\n" for row in lines) + "".join(rest)


def table_of(text: str) -> list[str]:
    """Give the lines under the head of a page's table."""
    found = []
    for row in text.partition(HEAD)[2].lstrip("\n").splitlines():
        if not row.startswith("|"):
            break
        found.append(row)
    return found
