"""`typed-depends verify`: every mistake in the graphs of an application."""

import os
from collections.abc import Sequence

import typer
from rich.console import Console
from rich.text import Text

from typed_depends.cli.commands.application import Application, Factory, routes_or_fail
from typed_depends.errors import DependencyError, DependencyErrors


def verify(application: Application, factory: Factory = False) -> None:
    """Import the application, build every graph, and print every mistake at once.

    Unlike `check` this runs your code, as starting the application would. Works for FastAPI
    applications as well, whose own start-up finds few of these.
    """
    from typed_depends.cli.applications.routes import mistakes_of

    console = Console(highlight=False)
    try:
        found, _ = routes_or_fail(application, factory=factory)
    except DependencyError as error:
        _write_mistakes(_parted(error), None, console)
        raise typer.Exit(1) from None
    mistakes = mistakes_of(found)
    _write_mistakes(mistakes, len(found), console)
    raise typer.Exit(1 if mistakes else 0)


def _write_mistakes(
    mistakes: Sequence[DependencyError], routes: int | None, console: Console
) -> None:
    """Write each mistake with the path to it and its remedy, then how many there are."""
    for mistake in mistakes:
        console.print(
            Text.assemble((mistake.found, "bold"), (f"  [{mistake.code}]", "red")),
            soft_wrap=True,
        )
        if mistake.path.links:
            console.print(Text(_short(mistake.path.tree("    ")), "cyan"), soft_wrap=True)
        console.print(Text(f"  {mistake.remedy}"), soft_wrap=True)
        console.print()
    graphs = "the graphs of " + ("1 route" if routes == 1 else f"{routes} routes")
    if routes is None:
        graphs = "what was imported"
    if mistakes:
        found = f"{len(mistakes)} {'mistake' if len(mistakes) == 1 else 'mistakes'}"
        console.print(Text(f"{found} in {graphs}.", "bold"))
    else:
        console.print(Text(f"No mistakes in {graphs}.", "green"))


def _parted(error: DependencyError) -> list[DependencyError]:
    """Return the single mistakes of what a strict application raised."""
    return list(error.mistakes) if isinstance(error, DependencyErrors) else [error]


def _short(tree: str) -> str:
    """Show files as they are named from here."""
    return tree.replace(os.getcwd() + os.sep, "")
