"""The command line: `typed-depends check | graph | verify | explain`.

Stands above everything else; needs the extra `cli`.
"""

import sys

from typed_depends.supported import OldStarletteError

_MISSING = """\
The command line needs packages that are not installed ({name}):

    pip install "typed_depends[cli]"
"""


def main() -> None:
    """Run the command line (the entry point `typed-depends`)."""
    try:
        from typed_depends.cli.program import program
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("typer", "rich", "click", "mypy"):
            raise
        print(_MISSING.format(name=error.name), file=sys.stderr)
        raise SystemExit(2) from None
    try:
        program(prog_name="typed-depends")
    except OldStarletteError as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(2) from None
