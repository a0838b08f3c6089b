"""The programs of FastAPI's documentation, with the imports exchanged, behave the same.

They are in FastAPI's source distribution, fetched from the package registry once and kept in
pytest's cache. Each program's routes are called with a handful of requests under both
libraries. Programs that need a name we do not have are left out.
"""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from tests.fastapi_source import fetch_source
from tests.oracle.harness import Call, record

FOLDERS = [
    "additional_status_codes",
    "app_testing",
    "background_tasks",
    "body",
    "body_fields",
    "body_multiple_params",
    "body_nested_models",
    "body_updates",
    "bigger_applications",
    "cookie_params",
    "custom_response",
    "dataclasses_",
    "dependencies",
    "dependency_testing",
    "encoder",
    "extra_data_types",
    "extra_models",
    "first_steps",
    "handling_errors",
    "header_params",
    "path_params",
    "path_params_numeric_validations",
    "query_params",
    "query_params_str_validations",
    "response_change_status_code",
    "response_cookies",
    "response_directly",
    "response_headers",
    "response_model",
    "response_status_code",
    "schema_extra_example",
    "sub_applications",
    "using_request_directly",
]

# Draws an item at random.
DIFFERENT = {"query_params_str_validations/tutorial015.py"}

VALUES = ("foo", "3")
SENT: tuple[dict[str, Any], ...] = (
    {},
    {"params": {"q": "fixedquery", "skip": "1", "limit": "2", "item_id": "1"}},
    {"params": {"q": ["a", "b"], "skip": "x"}},
    {
        "headers": {
            "x-token": "fake-super-secret-token",
            "x-key": "fake-super-secret-key",
            "cookie": "ads_id=1; last_query=l",
        }
    },
)
BODIES: tuple[dict[str, Any], ...] = (
    {"json": {"name": "n", "price": 1.5, "item": {"name": "a", "price": 2}}},
    {"json": {"name": "n"}},
    {"json": [{"name": "n", "price": "x"}]},
)


@pytest.fixture(scope="session")
def source(pytestconfig: pytest.Config) -> Path:
    """Return the folder of the documentation's programs."""
    return fetch_source(pytestconfig) / "docs_src"


def exchanged(text: str) -> str:
    """Return a program with our imports."""

    def names(found: re.Match[str]) -> str:
        listed = found[1].replace("FastAPI", "App as FastAPI")
        return f"from typed_depends import {listed.replace('APIRouter', 'Router as APIRouter')}"

    text = re.sub(r"from fastapi import ([^(\n]+|\([^)]*\))", names, text)
    text = text.replace("from fastapi.responses", "from starlette.responses")
    text = text.replace("from fastapi.testclient", "from typed_depends.testclient")
    return text.replace("from fastapi.exceptions", "from typed_depends")


def calls_of(app: FastAPI) -> Iterator[Call]:
    """Yield the requests made to each route of a program."""
    routes = [route for route in app.routes if isinstance(route, APIRoute)]
    for route in routes:
        for method in sorted(route.methods or ()):
            with_body = method in ("POST", "PUT", "PATCH")
            for path in {re.sub(r"{[^}]*}", value, route.path) for value in VALUES}:
                for options in (*SENT, *(BODIES if with_body else ())):
                    yield Call(method, path, options)


def run(text: str) -> Any:
    """Return the application a program makes, or why it makes none."""
    namespace: dict[str, Any] = {"__name__": "program"}
    try:
        exec(compile(text, "<documentation>", "exec"), namespace)
    except Exception as error:
        return error
    return namespace.get("app")


def test_the_programs_of_the_documentation_behave_the_same(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # some of them write files
    compared, different = 0, []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some show what is deprecated
        for path in sorted(path for name in FOLDERS for path in (source / name).glob("*.py")):
            text = path.read_text(encoding="utf-8")
            name = f"{path.parent.name}/{path.name}"
            app, ours = run(text), run(exchanged(text))
            if name in DIFFERENT or not isinstance(app, FastAPI) or isinstance(ours, Exception):
                continue
            calls = list(calls_of(app))
            if record("", exchanged(text), calls) != record("", text, calls):
                different.append(name)
            compared += 1
    assert different == []
    assert compared >= 160
