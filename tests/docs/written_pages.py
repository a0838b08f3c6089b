"""Does what a written page says: writes its files, runs its programs and its commands.

A fence with a title is a file, one of Python without a title is a program that must run through,
a console shows commands and what they print. `python -m tests.docs.written_pages` writes what
the commands really print into the pages.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs.fences import FENCE, ROOT

INSTALLED = entry_points(group="pytest11").names
FIXTURES = () if "typed_depends" in INSTALLED else ("-p", "typed_depends.pytest_plugin")
RUN = {
    "mypy": ("-m", "mypy"),
    "dmypy": ("-m", "mypy.dmypy"),
    "pytest": ("-m", "pytest", "-p", "no:cacheprovider", *FIXTURES),
    "python": (),
    "typed-depends": ("-m", "typed_depends"),
}
"""The commands that are run, and how. Others, such as `pip install`, are only shown."""

FIRST_RUN = "Reading the framework for the first time, which takes a while."
"""Where nobody watches; on a terminal `check` shows its progress, and then nothing of it."""

PAGES = [
    page
    for page in sorted((ROOT / "docs").glob("*.md"))
    if page.stem not in ("errors", "differences")  # have tests of their own
    and any(
        fence["language"] in ("python", "console") for fence in FENCE.finditer(page.read_text())
    )
]


def performed(page: Path, folder: Path, cache: Path) -> str:
    """Do all of a page in `folder`; return its text with what the commands really print."""
    (folder / ".mypy_cache").symlink_to(cache)

    def perform(fence: re.Match[str]) -> str:
        language, title, text = fence["language"], fence["title"], fence["text"]
        if title is not None:
            file = folder / title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif language == "python":
            exec(compile(text, str(page), "exec"), {"__name__": page.stem})
        elif language == "console":
            shown = "".join(printed(command, rest, folder) for command, rest in commands(text))
            return fence[0].replace(text, shown)
        return fence[0]

    return FENCE.sub(perform, page.read_text(encoding="utf-8"))


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block, and what is shown below it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def printed(command: str, shown: str, folder: Path) -> str:
    """Run a command if it is one of those; return it with what it prints."""
    name, *arguments = shlex.split(command)
    if name in RUN and arguments[:1] != ["-m"]:  # a module of this repository takes its time
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "MYPY"))}
        clean |= {"PYTHONPATH": f"{ROOT}", "COLUMNS": "100", "NO_COLOR": "1"}
        whole = [sys.executable, *RUN[name], *arguments]
        done = subprocess.run(whole, cwd=folder, env=clean, capture_output=True, text=True)
        shown = (done.stdout + done.stderr).rstrip("\n").replace(f"{folder}/", "")
        shown = shown.removesuffix(FIRST_RUN).rstrip("\n")
        shown = re.sub(r"passed in [\d.]+s", "passed in 0.05s", shown) + "\n" * bool(shown)
    return f"$ {command}\n{shown}"


def main() -> None:
    """Renew the pages named, or all."""
    with TemporaryDirectory() as cache:
        for page in [page for page in PAGES if not sys.argv[1:] or page.stem in sys.argv[1:]]:
            with TemporaryDirectory() as folder:
                page.write_text(performed(page, Path(folder), Path(cache)), encoding="utf-8")


if __name__ == "__main__":
    main()
