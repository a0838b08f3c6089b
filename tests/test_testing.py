"""The pytest plugin: overrides that undo themselves, in both frameworks."""

from typing import Annotated, Any

import fastapi
import pytest
from fastapi.testclient import TestClient

from typed_depends import App, Depends, OverrideError
from typed_depends.testing import OverrideDependency

pytest_plugins = ["pytester"]


def greeting() -> str:
    """Be what is replaced."""
    return "hello"


def other() -> str:
    """Be nothing's dependency."""
    return "other"


def application(family: str) -> Any:
    """Return an application of either family that answers with its greeting."""
    app: Any = App() if family == "typed_depends" else fastapi.FastAPI()
    depends: Any = Depends if family == "typed_depends" else fastapi.Depends

    def read(greeting: Annotated[str, depends(greeting)]) -> str:
        return greeting

    app.get("/")(read)
    return app


@pytest.mark.parametrize("family", ["typed_depends", "fastapi"])
def test_an_override_counts_until_it_is_undone(family: str) -> None:
    app = application(family)
    app.dependency_overrides[greeting] = lambda: "before"
    client = TestClient(app)
    with OverrideDependency() as override_dependency:
        override_dependency(app, greeting, lambda: "first")
        override_dependency(app, greeting, lambda: "second")
        assert client.get("/").json() == "second"
    assert client.get("/").json() == "before"


def test_an_application_that_knows_refuses_at_once_and_is_left_as_it_was() -> None:
    app = application("typed_depends")
    with OverrideDependency() as override_dependency:
        with pytest.raises(OverrideError, match="other"):
            override_dependency(app, other, lambda: "second")
        with pytest.raises(OverrideError, match="query"):
            override_dependency(app, greeting, lambda query: query)
        assert app.dependency_overrides == {}


def test_the_fixture_is_there_and_loads_no_framework_when_pytest_starts(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(
        """
        import sys

        LOADED = {"starlette", "pydantic", "mypy"} & set(sys.modules)

        def greeting(): ...

        class App:
            dependency_overrides = {}

        def test_first(override_dependency):
            override_dependency(App, greeting, lambda: "other")
            assert greeting in App.dependency_overrides

        def test_second():
            assert App.dependency_overrides == {}
            assert LOADED == set()
        """
    )
    result = pytester.runpytest_subprocess("-p", "typed_depends.pytest_plugin")
    result.assert_outcomes(passed=2)
