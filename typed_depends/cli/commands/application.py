"""The argument that names an application, and what is read of it."""

import importlib
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from typed_depends.cli.mistakes import UsageError
from typed_depends.cli.terminal import fail

if TYPE_CHECKING:
    from typed_depends.cli.applications.loading import ImportingError
    from typed_depends.cli.applications.routes import Served

Application = Annotated[
    str,
    typer.Argument(
        help="Where the application is: module:app, path/to/main.py:app, or a factory.",
        metavar="MODULE:APP",
    ),
]
Factory = Annotated[
    bool, typer.Option("--factory", help="Call what is named to get the application.")
]


def routes_or_fail(target: str, *, factory: bool) -> "tuple[list[Served], str]":
    """Import an application; give its routes and its title. Raises what a strict one raises."""
    from typed_depends.cli.applications.loading import ImportingError, load
    from typed_depends.cli.applications.routes import routes_of

    try:
        application = load(target, factory=factory)
    except UsageError as error:
        fail(error)
    except ImportingError as error:
        _fail_importing(error)
    return routes_of(application), str(getattr(application, "title", target))


def _fail_importing(importing: "ImportingError") -> NoReturn:
    """Show what the user's code raised, from where it is the user's code."""
    console = Console(stderr=True, highlight=False)
    console.print(
        Text.assemble(("error: ", "bold red"), f"importing {importing.what} failed"),
        soft_wrap=True,
    )
    error = importing.error
    frames = traceback.extract_tb(error.__traceback__)
    ours = (str(Path(__file__).parents[1]), "<frozen importlib", importlib.__file__)
    own = [frame for frame in frames if not frame.filename.startswith(ours)]
    shown = "".join([*traceback.format_list(own), *traceback.format_exception_only(error)])
    console.print(Text(shown.rstrip()), soft_wrap=True)
    if isinstance(error, ModuleNotFoundError):
        remedy = "Install typed_depends[cli] beside your application: this command imports it."
        console.print(Text(remedy), soft_wrap=True)
    raise typer.Exit(2)
