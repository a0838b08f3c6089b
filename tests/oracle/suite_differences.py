"""Which of FastAPI's own tests differ here on purpose, and why.

`NOT_RUN` are files that test FastAPI's inside, or what it has beyond its applications;
`DIFFERENT` are the beginnings of names of tests that must fail.
"""

INSIDE = "looks into FastAPI's modules"
REFUSED = "a mistake is a DependencyError when the application starts, no assert at decoration"
ASSERTED = "a mistake is a ValueError, no assert"
V1 = "a model of pydantic.v1 is a type that pydantic cannot read, as any other"

NOT_RUN: dict[str, str] = {
    "tests/test_compat.py": INSIDE,
    "tests/test_datastructures.py": INSIDE,
    "tests/test_dependencies_utils.py": INSIDE,
    "tests/test_dependency_concurrency.py": INSIDE,
    "tests/test_dependency_models.py": INSIDE,
    "tests/test_deprecated_responses.py": "orjson and ujson, which FastAPI has deprecated",
    "tests/test_fastapi_cli.py": "FastAPI's command line",
    "tests/test_frontend.py": "there is no app.frontend; mount StaticFiles",
    "tests/test_multipart_installation.py": INSIDE,
    "tests/test_parameter_extraction.py": INSIDE,
    "tests/test_prepare_release.py": "FastAPI's own scripts",
    "tests/test_router_include_context.py": INSIDE,
    "tests/test_telemetry": "there is no telemetry; OpenTelemetry's ASGI middleware serves",
    "tests/test_translate.py": "FastAPI's own scripts",
    "tests/test_tutorial/test_custom_response/test_tutorial001b.py": "orjson",
    "tests/test_tutorial/test_graphql": "needs strawberry, which needs FastAPI",
    "tests/test_tutorial/test_opentelemetry": "there is no telemetry",
    "tests/test_tutorial/test_wsgi": "needs a2wsgi alone",
}
DIFFERENT: dict[str, str] = {}
