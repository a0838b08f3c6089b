"""The document of a program equals FastAPI's document for the same program."""

import pytest

from tests.fastapi_source import fetch_source
from tests.openapi.programs import Pair, document, pairs, unpack


@pytest.fixture(scope="module")
def applications(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> list[Pair]:
    """Return the applications of FastAPI's documentation and of its tests."""
    into = tmp_path_factory.mktemp("programs")
    unpack(fetch_source(pytestconfig), into)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(into)  # some of them write files
        return list(pairs(into))


def test_the_documents_of_fastapi_s_programs_are_the_same(applications: list[Pair]) -> None:
    different = [one.name for one in applications if document(one.ours) != document(one.theirs)]
    assert different == []
    assert len(applications) >= 530
