"""The document of a program equals FastAPI's document for the same program, and is valid."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.fastapi_source import fetch_source
from tests.openapi.programs import applications, document, unpack
from typed_depends import App

# Writes a keyword of OpenAPI 3.2 into `responses=` itself.
BY_HAND = {"tests.test_stream_status_code.app"}


@pytest.fixture(scope="module")
def programs(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Return a folder with the programs of FastAPI's documentation and of its tests."""
    into = tmp_path_factory.mktemp("programs")
    unpack(fetch_source(pytestconfig), into)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(into)  # some of them write files
        yield into


@pytest.fixture(scope="module")
def documents(programs: Path) -> dict[str, Any]:
    """Return our document of each application, by name."""
    ours = applications(programs, "ours", App)
    return {name: document(app) for name, app in ours.items() if name not in BY_HAND}


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
def test_the_documents_of_fastapi_s_programs_are_the_same(
    programs: Path, documents: dict[str, Any]
) -> None:
    theirs = applications(programs, "theirs", FastAPI)
    both = theirs.keys() & documents.keys()
    different = {name for name in both if documents[name] != with_our_words(document(theirs[name]))}
    assert different == set()
    assert len(both) >= 515


@pytest.mark.xdist_group("documents")
def test_the_documents_are_valid_openapi_3_1(documents: dict[str, Any]) -> None:
    validator = OpenAPIV31SpecValidator.schema_validator
    invalid = {
        name: error.message
        for name, said in documents.items()
        if isinstance(said, dict)
        for error in validator.iter_errors(said)
    }
    assert invalid == {}
    assert len(documents) >= 515
