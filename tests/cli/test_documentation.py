"""FastAPI's own documentation: every program is read as FastAPI reads it, and is sound."""

import json
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

import fastapi
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from tests.cli.conftest import Typed
from tests.fastapi_source import fetch_source
from typed_depends.cli.applications.routes import mistakes_of, routes_of

pytestmark = pytest.mark.thorough


def providers(dependant: Dependant) -> set[Any]:
    """Return all that FastAPI calls for an endpoint."""
    found = set()
    for below in dependant.dependencies:
        found |= {below.call} | providers(below)
    return found


def test_every_program_has_fastapis_graph_and_no_mistakes(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = fetch_source(request.config)
    monkeypatch.syspath_prepend(source)
    monkeypatch.chdir(tmp_path)
    compared = 0
    for file in sorted((source / "docs_src").rglob("*.py")):
        name = ".".join(file.relative_to(source).with_suffix("").parts)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                app = getattr(import_module(name), "app", None)
        except Exception:
            continue  # needs what is not installed, or shows what FastAPI refuses
        if not isinstance(app, fastapi.FastAPI):
            continue
        routes = routes_of(app)
        assert mistakes_of(routes) == [], name
        ours = {
            # By what was asked for: FastAPI overrides at the request.
            route.path: {node.key.call for node in route.graph.nodes()}
            for route in routes
        }
        for context in iter_route_contexts(app.routes):
            if (dependant := getattr(context, "dependant", None)) and context.endpoint:
                path = context.path or ""
                assert providers(dependant) <= ours[path], (name, path)
                compared += 1
    for name in [name for name in sys.modules if name.startswith("docs_src")]:
        del sys.modules[name]
    assert compared > 400


def test_check_finds_what_the_documentation_warns_of(
    request: pytest.FixtureRequest, typed: Typed, tmp_path: Path
) -> None:
    source = fetch_source(request.config)
    command = ("check", "docs_src", "--format=json", "--cache-dir", tmp_path)
    report = json.loads(typed(*command, start=source).stdout)
    found = [(Path(one["file"]).name, one["code"]) for one in report["findings"]]
    assert found == [
        ("tutorial008c.py", "depends-yield"),
        ("tutorial008c_non_an.py", "depends-yield"),
        ("tutorial003_04.py", "depends-parameter"),
    ]
    assert report["warnings"] == []
