"""`docs/errors.md` shows what is really raised."""

import inspect

import pytest

from tests.docs.errors_page import PAGE, page
from tests.docs.mistakes import ALL, Mistake
from typed_depends import errors


@pytest.mark.parametrize("mistake", ALL, ids=[mistake.title for mistake in ALL])
def test_a_mistake_raises_its_own_class(mistake: Mistake) -> None:
    assert type(mistake.raised()) is mistake.error


@pytest.mark.parametrize("mistake", ALL, ids=[mistake.title for mistake in ALL])
def test_a_mistake_says_what_was_found_and_how_to_mend_it(mistake: Mistake) -> None:
    raised = mistake.raised()
    assert isinstance(raised, errors.DependencyError)
    each = raised.mistakes if isinstance(raised, errors.DependencyErrors) else (raised,)
    for error in each:
        assert error.found in str(raised)
        assert error.remedy in str(raised)
        assert f"[{error.code}]" in str(raised)


def test_every_error_class_is_on_the_page() -> None:
    classes = {
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.DependencyError)
    }
    bases = {base for class_ in classes for base in class_.__bases__}
    assert classes - bases == {mistake.error for mistake in ALL}


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "run: python -m tests.docs.errors_page"
