"""`typed-depends explain`: a code's page, or a table of all codes."""

from typing import Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from typed_depends.cli.checking.codes import CODES, find_code
from typed_depends.cli.mistakes import UsageError
from typed_depends.cli.pages import first_case, introduction, page
from typed_depends.cli.terminal import fail


def explain(
    code: Annotated[
        str | None, typer.Argument(help="A code.", show_default="a table of all codes")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every case of the page, not only the first.")
    ] = False,
) -> None:
    """Say what a code reports, why that hurts, and how to mend it."""
    console = Console(highlight=False)
    if code is None:
        _write_table(console)
        return
    try:
        found = find_code(code)
    except UsageError as error:
        fail(error)
    _write_page(found.code, console, everything=everything)


def _write_page(code: str, console: Console, *, everything: bool) -> None:
    """Write the page of a code: as Markdown where nobody looks, rendered on a terminal."""
    text = page(code)
    if not everything:
        text = introduction(text) + "\n" + first_case(text)
    if console.is_terminal:
        console.print(Markdown(text))
    else:
        print(text.rstrip(), file=console.file)


def _write_table(console: Console) -> None:
    """Write every code with what it checks."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("Code", style="red", no_wrap=True)
    table.add_column("What it does")
    for code in CODES.values():
        off = "" if code.default_enabled else f" (off: --select {code.code})"
        table.add_row(code.code, Text(code.description + off))
    console.print(table)
    console.print("\ntyped-depends explain CODE tells why, and how to mend it.")
