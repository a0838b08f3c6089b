"""The programs of FastAPI's documentation, with the imports exchanged, behave the same.

They are in FastAPI's source distribution, fetched from the package registry once and kept in
pytest's cache. Each program's routes are called with a handful of requests under both
libraries.
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
from tests.oracle.harness import Call, multipart, record
from tests.oracle.shares import every

FOLDERS = [
    "additional_status_codes",
    "app_testing",
    "background_tasks",
    "body",
    "body_fields",
    "body_multiple_params",
    "body_nested_models",
    "body_updates",
    "cookie_param_models",
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
    "header_param_models",
    "header_params",
    "json_base64_bytes",
    "path_params",
    "path_params_numeric_validations",
    "query_param_models",
    "query_params",
    "query_params_str_validations",
    "request_body_limits",
    "request_files",
    "request_form_models",
    "request_forms",
    "request_forms_and_files",
    "response_change_status_code",
    "response_cookies",
    "response_directly",
    "response_headers",
    "response_model",
    "response_status_code",
    "schema_extra_example",
    "security",
    "separate_openapi_schemas",
    "strict_content_type",
    "sub_applications",
    "using_request_directly",
]

NOT_COMPARED = {
    "query_params_str_validations/tutorial015.py": "draws an item at random",
    "custom_response/tutorial001.py": "UJSONResponse, which FastAPI deprecated, is not here",
    "custom_response/tutorial001b.py": "ORJSONResponse, which FastAPI deprecated, is not here",
}

VALUES = ("foo", "3")
SENT: tuple[dict[str, Any], ...] = (
    {},
    {"params": {"q": "fixedquery", "skip": "1", "limit": "2", "item_id": "1"}},
    {"params": {"q": ["a", "b"], "skip": "x", "limit": "1000", "tags": ["t", "u"]}},
    {
        "headers": {
            "x-token": "fake-super-secret-token",
            "x-key": "fake-super-secret-key",
            "cookie": "ads_id=1; last_query=l",
        }
    },
    {
        "headers": {
            "host": "h",
            "save-data": "1",
            "x-tag": "a",
            "x_tag": "b",
            "cookie": "session_id=1; fatebook_tracker=2; other=3",
        }
    },
)
FILE = ("n.txt", b"text", "text/plain")
BODIES: tuple[dict[str, Any], ...] = (
    {"json": {"name": "n", "price": 1.5, "item": {"name": "a", "price": 2}}},
    {"json": {"name": "n"}},
    {"json": [{"name": "n", "price": "x"}]},
    {"content": b'{"name": "n", "price": 1}'},
    {"data": {"username": "u", "password": "p"}},
    {"data": {"username": "u", "extra": "e", "token": "t"}},
    multipart([("file", FILE), ("fileb", FILE), ("files", FILE)], token="t"),
    multipart([("files", FILE), ("files", ("", b""))]),
)


@pytest.fixture(scope="session")
def source(pytestconfig: pytest.Config) -> Path:
    """Return the folder of the documentation's programs."""
    return fetch_source(pytestconfig) / "docs_src"


def exchanged(text: str) -> str:
    """Return a program with our imports."""
    return re.sub(r"(?m)^from fastapi\b", "from typed_depends.fastapi", text)


def calls_of(app: FastAPI) -> Iterator[Call]:
    """Yield the requests made to each route of a program."""
    routes = [route for route in app.routes if isinstance(route, APIRoute)]
    for route in routes:
        for method in sorted(route.methods or ()):
            with_body = method in ("POST", "PUT", "PATCH")
            for path in sorted({re.sub(r"{[^}]*}", value, route.path) for value in VALUES}):
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


@pytest.mark.parametrize("folder", every(4, FOLDERS))
def test_the_programs_of_the_documentation_behave_the_same(
    folder: str, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # some of them write files
    compared, different = 0, []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some show what is deprecated
        for path in sorted((source / folder).glob("*.py")):
            text = path.read_text(encoding="utf-8")
            name = f"{path.parent.name}/{path.name}"
            app, ours = run(text), run(exchanged(text))
            if name in NOT_COMPARED or not isinstance(app, FastAPI):
                continue
            if isinstance(ours, Exception):
                different.append(f"{name}: {ours!r}")
                continue
            calls = list(calls_of(app))
            if record("", exchanged(text), calls) != record("", text, calls):
                different.append(name)
            compared += 1
    assert different == []
    assert compared > 0
