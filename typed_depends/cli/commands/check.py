"""`typed-depends check`: its arguments, and what becomes of them."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from typed_depends.cli.mistakes import UsageError
from typed_depends.cli.output.formats import WRITERS, Format
from typed_depends.cli.terminal import console_for, fail


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files and folders.", show_default="the current folder"),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            help="Report only these codes, separated by commas or given several times.",
            metavar="CODES",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(help="Report all but these codes.", metavar="CODES")
    ] = None,
    output: Annotated[
        Format, typer.Option("--format", help="How findings are written.")
    ] = Format.TEXT,
    output_file: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file.", dir_okay=False)
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", "-w", help="Check again whenever a file is saved.")
    ] = False,
    python: Annotated[
        Path | None,
        typer.Option(
            help="The Python, or the environment, whose packages the project uses.",
            show_default="the active one, or .venv",
        ),
    ] = None,
    cache_dir: Annotated[
        Path | None,
        typer.Option(
            help="Where mypy's knowledge is kept.",
            envvar="TYPED_DEPENDS_CACHE_DIR",
            show_default=".typed_depends_cache",
        ),
    ] = None,
) -> None:
    """Find mistakes in how dependencies are declared. Runs none of your code.

    Needs no configuration, and neither mypy nor annotations beyond those FastAPI reads. Of
    the files under PATHS it checks those that use FastAPI or typed_depends, with mypy and
    the plugin, in a cache of its own. The first run reads the framework and takes half a
    minute, later ones a second or two.
    """
    from typed_depends.cli.checking.check import Request, find_mistakes
    from typed_depends.cli.checking.progress import asking

    request = Request(
        paths=tuple(paths or [Path()]),
        select=_words(select),
        ignore=_words(ignore),
        python=python,
        cache=cache_dir,
    )
    try:
        if watch:
            from typed_depends.cli.checking.watch import watch_for_changes

            watch_for_changes(request, Console(highlight=False), WRITERS[output])
            return
        with console_for(output_file) as console:
            with asking(Console(stderr=True)) as ask:
                report = find_mistakes(request, ask)
            WRITERS[output](report, console)
    except UsageError as error:
        fail(error)
    if output is not Format.TEXT:
        for warning in report.warnings:
            typer.echo(f"warning: {warning}", err=True)
    raise typer.Exit(1 if report.findings else 0)


def _words(given: list[str] | None) -> tuple[str, ...]:
    return tuple(word for one in given or () for word in one.replace(",", " ").split())
