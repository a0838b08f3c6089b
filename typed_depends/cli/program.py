"""The program `typed-depends` and its four commands."""

import typer

from typed_depends.cli.commands.check import check
from typed_depends.cli.commands.explain import explain
from typed_depends.cli.commands.graph import graph
from typed_depends.cli.commands.verify import verify

program = typer.Typer(
    name="typed-depends",
    help="Checks, draws and explains the dependencies of FastAPI and typed_depends applications.",
    epilog="Exit status: 0 nothing found, 1 mistakes found, 2 wrong usage or nothing could run.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
program.command(
    epilog="`typed-depends check` · `typed-depends check src tests --ignore depends-yield` · "
    "`typed-depends check --format github`"
)(check)
program.command(
    epilog="`typed-depends graph shop.main:app` · "
    "`typed-depends graph shop.main:app --format html -o graph.html`"
)(graph)
program.command(epilog="`typed-depends verify shop.main:app`")(verify)
program.command(epilog="`typed-depends explain depends-scope`")(explain)
