"""`typed-depends explain`: a code's page, or a table of all codes."""

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from typed_depends.cli.checking.codes import CODES
from typed_depends.cli.pages import first_case, introduction, page


def write_page(code: str, console: Console, *, everything: bool) -> None:
    """Write the page of a code: as Markdown where nobody looks, rendered on a terminal."""
    text = page(code)
    if not everything:
        text = introduction(text) + "\n" + first_case(text)
    if console.is_terminal:
        console.print(Markdown(text))
    else:
        print(text.rstrip(), file=console.file)


def write_table(console: Console) -> None:
    """Write every code with what it checks."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("Code", style="red", no_wrap=True)
    table.add_column("What it does")
    for code in CODES.values():
        off = "" if code.default_enabled else f" (off: --select {code.code})"
        table.add_row(code.code, Text(code.description + off))
    console.print(table)
    console.print("\ntyped-depends explain CODE tells why, and how to mend it.")
