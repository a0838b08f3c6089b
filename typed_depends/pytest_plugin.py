"""The pytest plugin: the fixture `override_dependency`. Loads no framework when pytest starts."""

from collections.abc import Iterator

import pytest

from typed_depends.testing import OverrideDependency


@pytest.fixture
def override_dependency() -> Iterator[OverrideDependency]:
    """Override dependencies of an application until the end of the test.

    `override_dependency(app, get_session, fake_session)`, for typed_depends and FastAPI
    alike. The mypy plugin tells whether the one can stand in for the other; in a strict program
    annotate it, `override_dependency: OverrideDependency` (`typed_depends.testing`).
    """
    with OverrideDependency() as override:
        yield override
