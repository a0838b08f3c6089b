"""The four commands: their arguments, and what `--help` teaches."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from typed_depends.cli.checking.codes import find_code
from typed_depends.cli.mistakes import UsageError
from typed_depends.cli.output.formats import WRITERS, Format

program = typer.Typer(
    name="typed-depends",
    help="Checks, draws and explains the dependencies of FastAPI and typed_depends applications.",
    epilog="Exit status: 0 nothing found, 1 mistakes found, 2 wrong usage or nothing could run.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

CHECKING, APPLICATION = "What is checked", "What is shown"


@program.command(
    epilog="`typed-depends check` · `typed-depends check src tests --ignore depends-yield` · "
    "`typed-depends check --format github`"
)
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
    from typed_depends.cli.checking.check import Request, check
    from typed_depends.cli.checking.progress import asking
    from typed_depends.cli.checking.watch import watch_for_changes

    request = Request(
        paths=tuple(paths or [Path()]),
        select=_words(select),
        ignore=_words(ignore),
        python=python,
        cache=cache_dir,
    )
    try:
        if watch:
            watch_for_changes(request, _console(None), WRITERS[output])
            return
        with asking(Console(stderr=True)) as ask:
            report = check(request, ask)
    except UsageError as error:
        _fail(error)
    console = _console(output_file)
    WRITERS[output](report, console)
    if output is not Format.TEXT:
        for warning in report.warnings:
            typer.echo(f"warning: {warning}", err=True)
    raise typer.Exit(1 if report.findings else 0)


@program.command(epilog="`typed-depends explain depends-scope`")
def explain(
    code: Annotated[
        str | None, typer.Argument(help="A code.", show_default="a table of all codes")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every case of the page, not only the first.")
    ] = False,
) -> None:
    """Say what a code reports, why that hurts, and how to mend it."""
    from typed_depends.cli.explaining import write_page, write_table

    console = _console(None)
    if code is None:
        write_table(console)
        return
    try:
        found = find_code(code)
    except UsageError as error:
        _fail(error)
    write_page(found.code, console, everything=everything)


def _words(given: list[str] | None) -> tuple[str, ...]:
    return tuple(word for one in given or () for word in one.replace(",", " ").split())


def _console(file: Path | None) -> Console:
    if file is None:
        return Console(highlight=False)
    return Console(file=file.open("w", encoding="utf-8"), highlight=False, width=120)


def _fail(error: UsageError) -> NoReturn:
    console = Console(stderr=True, highlight=False)
    console.print(f"[bold red]error:[/] {_escaped(error.found)}", soft_wrap=True)
    if error.remedy:
        console.print(_escaped(error.remedy), soft_wrap=True)
    raise typer.Exit(2)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
