"""The bookshop is a FastAPI program: only its imports say otherwise."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from examples.bookshop.app import app
from examples.bookshop.seed import ADMIN_TOKEN, READER_TOKEN
from typed_depends.testclient import TestClient

BOOKSHOP = Path(__file__).resolve().parents[2] / "examples" / "bookshop"
EXCHANGED = {"typed_depends": "fastapi", "App": "FastAPI", "Router": "APIRouter"}
JSON = {"content-type": "application/json"}
EMMA = {"title": "Emma", "author": "Jane Austen", "year": 1815}

REQUESTS: list[tuple[str, str, str | None, dict[str, Any]]] = [
    ("GET", "/books", None, {}),
    ("GET", "/books", "rosa.guesses", {}),
    ("GET", "/books?limit=2&offset=1", READER_TOKEN, {}),
    ("GET", "/books?limit=1&limit=2", READER_TOKEN, {}),
    ("GET", "/books?limit=many&offset=-1", READER_TOKEN, {}),
    ("GET", "/books?limit=&offset=", READER_TOKEN, {}),
    ("GET", "/books/", READER_TOKEN, {"follow_redirects": False}),
    ("HEAD", "/books", READER_TOKEN, {}),
    ("GET", "/books/emma", READER_TOKEN, {}),
    ("GET", "/books/emma", None, {}),
    ("GET", "/books/99", READER_TOKEN, {}),
    ("POST", "/books", READER_TOKEN, {"json": EMMA}),
    ("POST", "/books", ADMIN_TOKEN, {"json": {"title": "", "year": "long ago"}}),
    ("POST", "/books", ADMIN_TOKEN, {"json": [EMMA]}),
    ("POST", "/books", ADMIN_TOKEN, {}),
    ("POST", "/books", ADMIN_TOKEN, {"content": b"{broken", "headers": JSON}),
    ("POST", "/books", ADMIN_TOKEN, {"content": b"{}", "headers": {"content-type": "text/plain"}}),
    ("POST", "/books", ADMIN_TOKEN, {"json": EMMA}),
    ("GET", "/books/4", READER_TOKEN, {}),
    ("DELETE", "/books/4", ADMIN_TOKEN, {}),
    ("PUT", "/books/4", ADMIN_TOKEN, {"json": EMMA}),
    ("GET", "/desk", READER_TOKEN, {}),
    ("GET", "/desk", ADMIN_TOKEN, {}),
    ("GET", "/users?limit=1", ADMIN_TOKEN, {}),
    ("GET", "/nowhere", None, {}),
]


@pytest.fixture
def on_fastapi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starlette]:
    """The bookshop's own text with three names exchanged, running on FastAPI."""
    package = tmp_path / "bookshop_on_fastapi"
    package.mkdir()
    for module in BOOKSHOP.glob("*.py"):
        text = re.sub(r"\w+", lambda word: EXCHANGED.get(word[0], word[0]), module.read_text())
        (package / module.name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    application = importlib.import_module("bookshop_on_fastapi.app").app
    assert isinstance(application, Starlette)
    yield application
    for name in [name for name in sys.modules if name.startswith("bookshop_on_fastapi")]:
        del sys.modules[name]


def answers(application: Starlette) -> list[tuple[int, str, dict[str, str]]]:
    """Ask everything of REQUESTS: status, body and headers of each answer."""
    seen = []
    with TestClient(application) as client:
        for method, path, token, options in REQUESTS:
            client.headers = {"Authorization": f"Bearer {token}"} if token else {}
            answer = client.request(method, path, **options)
            seen.append((answer.status_code, answer.text, dict(answer.headers)))
    return seen


def test_the_same_text_answers_the_same_under_fastapi(
    on_fastapi: Starlette, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKSHOP_DATABASE", str(tmp_path / "ours.db"))
    ours = answers(app)
    monkeypatch.setenv("BOOKSHOP_DATABASE", str(tmp_path / "theirs.db"))
    theirs = answers(on_fastapi)
    assert dict(zip(map(str, REQUESTS), ours, strict=True)) == dict(
        zip(map(str, REQUESTS), theirs, strict=True)
    )
    assert {status for status, _, _ in ours} == {200, 201, 307, 401, 403, 404, 405, 422}
