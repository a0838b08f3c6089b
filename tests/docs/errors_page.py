"""Writes `docs/errors.md` from the exceptions themselves.

python -m tests.docs.errors_page
"""

from pathlib import Path
from warnings import catch_warnings, simplefilter

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"

INTRODUCTION = """\
# Errors

Every mistake in how dependencies are declared is an exception of its own under
`DependencyError`, with the code that the mypy plugin gives the same mistake (`code`), the
`path` drawn through the graph, what was `found`, and the `remedy`. An application raises
all of its mistakes together when it starts, as `DependencyErrors` if there are several;
`App(strict=True)` raises each where it is made.

This page is generated: `python -m tests.docs.errors_page`. The programs are run by the
tests; they begin with `from typed_depends import *`.
"""


def page() -> str:
    """Return the text of the page."""
    from tests.docs.mistakes import ALL

    parts = [INTRODUCTION]
    for mistake in ALL:
        parts.append(
            f"## {mistake.title}\n\n`{mistake.error.__name__}`, `{mistake.error.code}`\n\n"
            f"```py\n{mistake.text}```\n\n```text\n{mistake.raised()}\n```\n"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    with catch_warnings():
        simplefilter("ignore")
        PAGE.write_text(page())
