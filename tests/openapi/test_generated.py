"""A few random applications; `python -m tests.openapi.generated` makes as many as you like."""

import pytest

from tests.openapi.generated import difference


@pytest.mark.parametrize("seed", [*range(12), 21368])
def test_the_document_of_a_random_application_is_fastapi_s(seed: int) -> None:
    assert difference(seed) == []


@pytest.mark.thorough
@pytest.mark.parametrize("first", range(1000, 1400, 50))
def test_the_documents_of_many_random_applications_are_fastapi_s(first: int) -> None:
    different = [seed for seed in range(first, first + 50) if difference(seed)]
    assert different == []
