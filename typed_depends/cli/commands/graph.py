"""`typed-depends graph`: its arguments, and which routes are drawn."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from typed_depends.cli.commands.application import Application, Factory, routes_or_fail
from typed_depends.cli.graphs.form import Form
from typed_depends.cli.mistakes import UsageError
from typed_depends.cli.terminal import console_for, fail
from typed_depends.errors import DependencyError

if TYPE_CHECKING:
    from typed_depends.cli.applications.routes import Served


def graph(
    application: Application,
    route: Annotated[
        list[str] | None,
        typer.Option(
            "--route", "-r", help='Only this route, such as "GET /books/{id}" or "/books/{id}".'
        ),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How graphs are drawn.")] = Form.TREE,
    output_file: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file.", dir_okay=False)
    ] = None,
    factory: Factory = False,
) -> None:
    """Draw what each route depends on: scopes, shared providers, overrides, security, sources.

    Imports the application, a typed_depends or a FastAPI one. `html` is one page that needs no
    network, with search.
    """
    from typed_depends.cli.applications.routes import mistakes_of
    from typed_depends.cli.graphs.drawn import Drawn
    from typed_depends.cli.graphs.forms import write_graphs
    from typed_depends.drawing.picture import draw

    try:
        found, title = routes_or_fail(application, factory=factory)
        chosen = _chosen(found, route or ())
        drawn = [Drawn(one.method, one.path, draw(one.graph)) for one in chosen]
        with console_for(output_file) as console:
            write_graphs(form, drawn, title, console)
    except DependencyError:
        fail(UsageError(f"{application} has mistakes", f"typed-depends verify {application}"))
    except UsageError as error:
        fail(error)
    if wrong := mistakes_of(chosen):
        count = "1 mistake" if len(wrong) == 1 else f"{len(wrong)} mistakes"
        typer.echo(f"warning: {count}: typed-depends verify {application}", err=True)


def _chosen(routes: "Sequence[Served]", wanted: Sequence[str]) -> "list[Served]":
    """Return the routes that are named, with or without their method. Raises `UsageError`."""
    if not wanted:
        return list(routes)
    chosen: list[Served] = []
    for name in wanted:
        method, _, path = name.strip().rpartition(" ")
        fitting = [
            one
            for one in routes
            if one.path == path and (not method or method.upper() in one.method.upper().split())
        ]
        if not fitting:
            near = get_close_matches(name, [one.title for one in routes], n=3, cutoff=0.4)
            remedy = f"Near it are {', '.join(near)}." if near else "It has none like it."
            raise UsageError(f'there is no route "{name}"', remedy)
        chosen += [one for one in fitting if one not in chosen]
    return chosen
