"""Generated requests, right and wrong ones, are answered as the document says.

schemathesis reads the document, makes requests that fit it and such that nearly do, and holds
the answers against it: their status, media type, headers and body. FastAPI gives the same.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis.openapi
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case, Response
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from examples.bookshop.app import app as bookshop
from examples.bookshop.seed import ADMIN_TOKEN
from examples.every_source import app as every_source
from tests.examples.conftest import load_example
from typed_depends.testclient import TestClient

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

few = settings(
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


sources = schemathesis.openapi.from_asgi("/openapi.json", every_source)
books = schemathesis.openapi.from_dict(TestClient(bookshop).get("/openapi.json").json())


@pytest.fixture(scope="module")
def on_fastapi() -> Any:
    """The application of every source, with FastAPI's names."""
    return load_example("every_source", "fastapi").app


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A client of an open bookshop."""
    monkeypatch.setenv("BOOKSHOP_DATABASE", str(tmp_path / "bookshop.db"))
    with TestClient(bookshop, raise_server_exceptions=False) as client:
        yield client


def ask(client: TestClient, case: Case[Any], headers: dict[str, str]) -> None:
    """Send a generated request and hold the answer against the document."""
    asked: Any = requests.Request(
        **case.as_transport_kwargs("http://testserver", headers)
    ).prepare()
    answer = client.request(
        asked.method, asked.url, headers=list(asked.headers.items()), content=asked.body
    )
    case.validate_response(answer, checks=CHECKS)


def shown(response: Response) -> tuple[int, bytes | None, dict[str, list[str]]]:
    """Return what two answers have to have in common."""
    return response.status_code, response.content, dict(response.headers)


@sources.parametrize()
@few
def test_every_source_is_answered_as_documented(case: Case[Any], on_fastapi: Any) -> None:
    answer = case.call_and_validate(checks=CHECKS)
    assert shown(answer) == shown(case.call(app=on_fastapi))


@books.parametrize()
@few
def test_the_bookshop_answers_an_admin_as_documented(case: Case[Any], shop: TestClient) -> None:
    ask(shop, case, headers={"Authorization": f"Bearer {ADMIN_TOKEN}"})


@books.parametrize()
@few
def test_the_bookshop_answers_anybody_as_documented(case: Case[Any], shop: TestClient) -> None:
    ask(shop, case, headers={})


def test_both_documents_have_something_to_ask_for() -> None:
    assert sum(1 for _ in sources.get_all_operations()) == 26
    assert sum(1 for _ in books.get_all_operations()) == 7
