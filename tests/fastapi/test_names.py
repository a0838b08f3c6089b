"""Every public name of FastAPI's modules is here too, or stands in a list with a reason.

A name is public if FastAPI's module defines it, or says so by importing it `as` itself.
"""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import fastapi
import pytest

PLACEHOLDER = "FastAPI's way to tell an argument left out; here it is simply left out"
OWN_FIELDS = "FastAPI's own model of a field; ours is `typed_depends.reading.field`"
OWN_STAGES = "FastAPI's own resolver; ours are `reading`, `graph`, `plan` and `resolve`"
OWN_ROUTING = "how FastAPI serves a route or looks into included routers; nobody calls it"
UNUSED = "FastAPI itself does not use it, or is about to remove it"

MODULES: dict[str, str] = {
    "fastapi.__main__": "starts FastAPI's own command line",
    "fastapi.cli": "starts FastAPI's own command line",
    "fastapi.dependencies": OWN_STAGES,
    "fastapi.dependencies.models": OWN_STAGES,
    "fastapi.dependencies.utils": OWN_STAGES,
    "fastapi.middleware.asyncexitstack": "closes what `resolve.lifetimes` closes here",
    "fastapi.telemetry": "Starlette's ASGI middleware of OpenTelemetry serves any application",
}
NAMES: dict[str, dict[str, str]] = {
    "fastapi": {"__version__": "the version is that of the distribution `typed_depends`"},
    "fastapi.applications": {"AppType": "a type variable of its module"},
    "fastapi.background": {"P": "a type variable of its module"},
    "fastapi.datastructures": dict.fromkeys(
        ("Default", "DefaultPlaceholder", "DefaultType"), PLACEHOLDER
    ),
    "fastapi.encoders": dict.fromkeys(
        ("encoders_by_class_tuples", "generate_encoders_by_class_tuples"),
        "a part of `jsonable_encoder`",
    ),
    "fastapi.exceptions": {
        "RequestErrorModel": UNUSED,
        "WebSocketErrorModel": UNUSED,
    },
    "fastapi.responses": dict.fromkeys(
        ("ORJSONResponse", "UJSONResponse", "orjson", "ujson"),
        "deprecated by FastAPI: a return type is serialised by pydantic, which is faster",
    ),
    "fastapi.types": {
        "DependencyCacheKey": OWN_STAGES,
        "ModelNameMap": OWN_STAGES,
        "UnionType": "a spelling for Python releases that are gone",
    },
    "fastapi.openapi.utils": dict.fromkeys(
        (
            "generate_operation_id",
            "generate_operation_summary",
            "get_fields_from_routes",
            "get_openapi_operation_metadata",
            "get_openapi_operation_request_body",
            "get_openapi_path",
            "status_code_ranges",
            "validation_error_definition",
            "validation_error_response_definition",
        ),
        "a step of making the document, which is made from graphs here",
    ),
    "fastapi.utils": {
        "get_value_or_default": PLACEHOLDER,
        "create_model_field": OWN_FIELDS,
        "deep_dict_update": "a part of how FastAPI merges `openapi_extra`",
        **dict.fromkeys(("generate_operation_id_for_path", "get_path_param_names"), UNUSED),
    },
    "fastapi.routing": dict.fromkeys(
        (
            "RouteContext",
            "get_request_handler",
            "get_websocket_app",
            "iter_route_contexts",
            "request_response",
            "run_endpoint_function",
            "serialize_response",
            "websocket_session",
        ),
        OWN_ROUTING,
    ),
}


def _modules() -> list[str]:
    root = Path(fastapi.__file__).parent
    return sorted(
        ".".join(("fastapi", *path.relative_to(root).with_suffix("").parts)).removesuffix(
            ".__init__"
        )
        for path in root.rglob("*.py")
        if not any(
            part.startswith("_") and not part.startswith("__")
            for part in path.relative_to(root).parts
        )
    )


def _public(module: str) -> set[str]:
    source = Path(import_module(module).__file__ or "").read_text(encoding="utf-8")
    return {
        name
        for name in _bound(ast.parse(source).body)
        if not name.startswith("_") or name == "__version__"
    }


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.ImportFrom():
                yield from (one.name for one in node.names if one.asname == one.name)
            case ast.Assign():
                yield from (one.id for one in node.targets if isinstance(one, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Try():
                yield from _bound(node.body)


@pytest.mark.parametrize("module", sorted(set(_modules()) - set(MODULES)))
@pytest.mark.filterwarnings("ignore:starlette.middleware.wsgi is deprecated")
def test_a_public_name_of_fastapi_is_here_too(module: str) -> None:
    ours = import_module(f"typed_depends.{module}")
    missing = {name for name in _public(module) if not hasattr(ours, name)}
    assert missing == set(NAMES.get(module, {}))


def test_no_module_is_excused_that_does_not_exist() -> None:
    assert set(_modules()) >= set(MODULES) | set(NAMES)


def test_an_application_has_fastapi_s_title() -> None:
    from typed_depends.fastapi import FastAPI

    assert FastAPI().title == fastapi.FastAPI().title
    assert FastAPI(title="Books").title == "Books"
