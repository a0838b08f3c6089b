"""The document of a program equals FastAPI's document for the same program, and is valid."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.fastapi_source import fetch_source
from tests.openapi.programs import Pair, document, pairs, unpack

# Writes a keyword of OpenAPI 3.2 into `responses=` itself.
BY_HAND = {"tests.test_stream_status_code.app"}


@pytest.fixture(scope="module")
def applications(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> list[Pair]:
    """Return the applications of FastAPI's documentation and of its tests."""
    into = tmp_path_factory.mktemp("programs")
    unpack(fetch_source(pytestconfig), into)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(into)  # some of them write files
        return [one for one in pairs(into) if one.name not in BY_HAND]


def with_our_words(document: Any) -> Any:
    """Return FastAPI's document with what `docs/differences.md` says of its keywords."""
    match document:
        case dict():
            return {
                "x-itemSchema" if key == "itemSchema" else key: with_our_words(value)
                for key, value in document.items()
            }
        case list():
            return [with_our_words(one) for one in document]
        case _:
            return document


@pytest.mark.xdist_group("documents")
@pytest.mark.thorough
def test_the_documents_of_fastapi_s_programs_are_the_same(applications: list[Pair]) -> None:
    different = [
        one.name
        for one in applications
        if document(one.ours) != with_our_words(document(one.theirs))
    ]
    assert different == []
    assert len(applications) >= 515


@pytest.mark.xdist_group("documents")
def test_the_documents_are_valid_openapi_3_1(applications: list[Pair]) -> None:
    validator = OpenAPIV31SpecValidator.schema_validator
    documents = {one.name: document(one.ours) for one in applications}
    invalid = {
        name: error.message
        for name, said in documents.items()
        if isinstance(said, dict)
        for error in validator.iter_errors(said)
    }
    assert invalid == {}
