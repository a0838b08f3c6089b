"""Where output goes, and how a command that cannot go on ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console
from rich.text import Text

from typed_depends.cli.mistakes import UsageError


@contextmanager
def console_for(file: Path | None) -> Iterator[Console]:
    """Give what writes to standard output, or to a file. Raises `UsageError`."""
    if file is None:
        yield Console(highlight=False)
        return
    try:
        opened = file.open("w", encoding="utf-8")
    except OSError as error:
        raise UsageError(f'"{file}" cannot be written', str(error.strerror)) from error
    with opened:
        yield Console(file=opened, highlight=False, width=120)


def fail(error: UsageError) -> NoReturn:
    """Say what is wrong and how to mend it, and end with status 2."""
    console = Console(stderr=True, highlight=False)
    console.print(Text.assemble(("error: ", "bold red"), error.found), soft_wrap=True)
    if error.remedy:
        console.print(Text(error.remedy), soft_wrap=True)
    raise typer.Exit(2)
