"""The demo: mypy accepts the bookshop, mypy refuses the mistakes, the bookshop answers.

Run by `make demo`. Exits with 1, and says why, if anything is not as it should be.
Writes only into a temporary folder and speaks only to the loopback interface.
"""

import json
import os
import re
import socket
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import TextWrapper
from typing import Any, NamedTuple

import httpx

ROOT = Path(__file__).resolve().parent.parent
CLEAN = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}


class DemoError(Exception):
    """Something is not as the demo says it is."""


def main() -> int:
    """Show the three parts; return the exit code."""
    try:
        with TemporaryDirectory(prefix="typed-depends-demo-") as folder:
            scratch = Path(folder)
            heading("1. mypy accepts the bookshop")
            accept_bookshop(scratch)
            heading("2. mypy refuses the mistakes")
            refuse_mistakes(scratch)
            heading("3. The bookshop answers")
            serve_bookshop(scratch)
    except DemoError as error:
        print(f"\nThe demo failed: {error}", file=sys.stderr)
        return 1
    print("\nAll of it is as it should be.")
    return 0


def heading(text: str) -> None:
    """Begin a part."""
    print(f"\n{text}\n{'=' * len(text)}\n", flush=True)


# --- mypy ---------------------------------------------------------------------------------


class Line(NamedTuple):
    """A line of a file, written as mypy writes it."""

    file: str
    number: int

    def __str__(self) -> str:
        """Write `file:line`."""
        return f"{self.file}:{self.number}"


def mypy(*arguments: str, cache: Path) -> str:
    """Show a mypy command, run it, and return what it prints."""
    print("$ mypy", *arguments, flush=True)
    quietly = ["--no-color-output", "--cache-dir", str(cache)]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *arguments, *quietly],
        cwd=ROOT,
        env=CLEAN,
        capture_output=True,
        text=True,
    )
    if done.returncode not in (0, 1):
        raise DemoError(f"mypy could not run.\n{done.stdout}{done.stderr}")
    return done.stdout.rstrip()


WITH_PLUGIN = ("--config-file", "examples/mypy.ini")
WITHOUT_PLUGIN = ("--config-file=", "--strict")


def accept_bookshop(scratch: Path) -> None:
    """Part one: nothing to report."""
    output = mypy(*WITH_PLUGIN, "examples/bookshop", cache=scratch / "mypy")
    print(output)
    if not output.startswith("Success:"):
        raise DemoError("mypy should find nothing in the bookshop.")


def refuse_mistakes(scratch: Path) -> None:
    """Part two: mypy alone sees nothing; with the plugin it reports what was planted."""
    clinic = "examples/mistakes/fastapi_clinic.py"
    print("Without the plugin, mypy finds nothing wrong in this FastAPI program:\n")
    output = mypy(*WITHOUT_PLUGIN, clinic, cache=scratch / "mypy-alone")
    print(output)
    if not output.startswith("Success:"):
        raise DemoError("mypy alone should find nothing here.")
    print("\nWith the plugin, over it and the others:\n")
    planted = dict(planted_mistakes())
    output = mypy(*WITH_PLUGIN, "examples/mistakes", cache=scratch / "mypy")
    hold_against(planted, output)
    print(f"\n{len(planted)} mistakes are planted. Each was reported once, at its line.")


def planted_mistakes() -> Iterator[tuple[Line, str]]:
    """Find the lines marked `# mistake: …`, and what stands on them."""
    for path in sorted((ROOT / "examples" / "mistakes").glob("*.py")):
        with path.open("rb") as file:
            for token in tokenize.tokenize(file.readline):
                if token.type == tokenize.COMMENT and token.string.startswith("# mistake: "):
                    yield Line(str(path.relative_to(ROOT)), token.start[0]), token.line.strip()


SAID = re.compile(
    r"(?P<file>.+?):(?P<line>\d+): (?:note: .*|error: .*\[(?P<code>depends-[a-z]+)\])"
)
"""A finding of the plugin, or a note on one."""


def hold_against(planted: dict[Line, str], output: str) -> None:
    """Show mypy's output, with the lines it speaks of.

    Raises `DemoError` unless each planted mistake is reported once and nothing else is.
    """
    reported = Counter[Line]()
    for line, spoken in groupby(output.splitlines(), key=line_of):
        for printed in spoken:
            print(printed)
            said = SAID.fullmatch(printed)
            if line and said and said["code"]:
                reported[line] += 1
            elif line not in planted and not printed.startswith("Found "):
                raise DemoError("mypy should report the planted mistakes and nothing else.")
        if line in planted:
            print(f"    {planted[line]}\n")
    if not planted or reported != Counter(planted.keys()):
        missed = [str(line) for line in planted if line not in reported]
        wrong = [str(line) for line, times in reported.items() if line not in planted or times > 1]
        raise DemoError(f"mistakes not reported: {missed}; lines reported wrongly: {wrong}.")


def line_of(printed: str) -> Line | None:
    """Return the line that mypy speaks of, if it is the plugin that speaks."""
    said = SAID.fullmatch(printed)
    return Line(said["file"], int(said["line"])) if said else None


# --- HTTP ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """A request, and what its answer must be: the status, and some of the body."""

    title: str
    request: str
    status: HTTPStatus
    token: str | None = None
    body: dict[str, Any] | None = None
    holds: dict[str, Any] | None = None
    note: str = ""


READER_TOKEN = "rosa.reads-a-lot"
ADMIN_TOKEN = "ada.keeps-the-keys"
EMMA = {"title": "Emma", "author": "Jane Austen", "year": 1815}

CALLS = [
    Call("no token", "GET /books", HTTPStatus.UNAUTHORIZED),
    Call("a wrong token", "GET /books", HTTPStatus.UNAUTHORIZED, "rosa.guesses"),
    Call("a reader", "GET /books?author=George+Eliot&limit=5", HTTPStatus.OK, READER_TOKEN),
    Call("a reader at an admin's desk", "GET /desk", HTTPStatus.FORBIDDEN, READER_TOKEN),
    Call(
        "an admin: the handler asks for `current_user` and for `require_admin`",
        "GET /desk",
        HTTPStatus.OK,
        ADMIN_TOKEN,
        holds={"same_object": True},
        note="both are one object, and the server's log has one look-up",
    ),
    Call("a path that names no number", "GET /books/emma", HTTPStatus(422), READER_TOKEN),
    Call("an admin adds a book", "POST /books", HTTPStatus.CREATED, ADMIN_TOKEN, EMMA, EMMA),
    Call("and a reader reads it", "GET /books/4", HTTPStatus.OK, READER_TOKEN, holds=EMMA),
]


def serve_bookshop(scratch: Path) -> None:
    """Part three: serve the bookshop, ask it, stop it."""
    log = scratch / "server.log"
    with (
        server(scratch, log) as address,
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        print(f"uvicorn serves examples.bookshop.app:app at {address}")
        for call in CALLS:
            logged = len(log.read_text())
            try:
                answer = ask(client, call)
            except httpx.HTTPError as error:
                raise DemoError(f"no answer came ({error!r}).\n{log.read_text()}") from error
            check(call, answer, look_ups=log.read_text()[logged:].count(LOOKED_UP))
            if call.note:
                print(f"       ({call.note})")
    print("\nThe server has stopped.")


@contextmanager
def server(scratch: Path, log: Path) -> Iterator[str]:
    """Serve the bookshop in a process of its own, at a free port, while the block lasts.

    The socket listens before the server runs: a request made at once waits for
    it, and nobody can take the port in between.
    """
    config = scratch / "logging.json"
    config.write_text(json.dumps(LOGGING))
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = ["uvicorn", "examples.bookshop.app:app", "--fd", str(listener.fileno())]
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--log-config", str(config)],
            cwd=ROOT,
            env=CLEAN | {"BOOKSHOP_DATABASE": str(scratch / "bookshop.db")},
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield address
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


PATIENCE = 60.0
"""Seconds, for a server that starts or stops on a busy machine."""

LOOKED_UP = "looked up the owner of a token"
"""What the bookshop's `auth` writes into the server's log."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stream": {"class": "logging.StreamHandler"}},
    "root": {"level": "INFO", "handlers": ["stream"]},
}


PAGE = TextWrapper(
    width=96,
    initial_indent=" " * 7,
    subsequent_indent=" " * 9,
    break_long_words=False,
    break_on_hyphens=False,
)


def ask(client: httpx.Client, call: Call) -> httpx.Response:
    """Make the request; show it and its answer."""
    method, path = call.request.split()
    headers = {"Authorization": f"Bearer {call.token}"} if call.token else {}
    print(f"\n{call.title}\n   ->  {call.request}")
    for name, value in headers.items():
        print(f"       {name}: {value}")
    if call.body is not None:
        print(f"       {json.dumps(call.body)}")
    answer = client.request(method, path, headers=headers, json=call.body, timeout=PATIENCE)
    print(f"  {answer.status_code}  {HTTPStatus(answer.status_code).phrase}")
    content = answer.json()
    for item in content if isinstance(content, list) else [content]:
        print(PAGE.fill(json.dumps(item)))
    return answer


def check(call: Call, answer: httpx.Response, look_ups: int) -> None:
    """Hold an answer against what was expected."""
    if answer.status_code != call.status:
        raise DemoError(f"{call.request} should be answered with {call.status.value}.")
    if call.holds and not call.holds.items() <= answer.json().items():
        raise DemoError(f"the answer to {call.request} should hold {call.holds}.")
    if look_ups != (1 if call.token else 0):
        raise DemoError("a token's owner should be looked up once in a request.")


if __name__ == "__main__":
    sys.exit(main())
