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
EMMA = {"title": "Emma", "author": "Jane Austen", "year": 1815}

REQUESTS: list[tuple[str, str, str | None, Any]] = [
    ("GET", "/books", None, None),
    ("GET", "/books", "rosa.guesses", None),
    ("GET", "/books?limit=2&offset=1", READER_TOKEN, None),
    ("GET", "/books?limit=many&offset=-1", READER_TOKEN, None),
    ("GET", "/books/emma", READER_TOKEN, None),
    ("GET", "/books/emma", None, None),
    ("GET", "/books/99", READER_TOKEN, None),
    ("POST", "/books", READER_TOKEN, EMMA),
    ("POST", "/books", ADMIN_TOKEN, {"title": "", "year": "long ago"}),
    ("POST", "/books", ADMIN_TOKEN, None),
    ("POST", "/books", ADMIN_TOKEN, EMMA),
    ("GET", "/books/4", READER_TOKEN, None),
    ("DELETE", "/books/4", ADMIN_TOKEN, None),
    ("PUT", "/books/4", ADMIN_TOKEN, EMMA),
    ("GET", "/desk", READER_TOKEN, None),
    ("GET", "/desk", ADMIN_TOKEN, None),
    ("GET", "/users?limit=1", ADMIN_TOKEN, None),
    ("GET", "/nowhere", None, None),
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


def answers(application: Starlette) -> list[tuple[int, Any, str | None]]:
    """Ask everything of REQUESTS: status, body and challenge of each answer."""
    seen = []
    with TestClient(application) as client:
        for method, path, token, body in REQUESTS:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            answer = client.request(method, path, headers=headers, json=body)
            seen.append((answer.status_code, answer.json(), answer.headers.get("www-authenticate")))
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
    assert {status for status, _, _ in ours} == {200, 201, 401, 403, 404, 405, 422}
