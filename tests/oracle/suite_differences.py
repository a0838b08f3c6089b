"""Which of FastAPI's own tests differ here on purpose, and why.

`NOT_RUN` are files that test FastAPI's inside, or what it has beyond its applications;
`DIFFERENT` are the beginnings of names of tests that must fail. `OPEN` are those that fail
and should not: whoever mends one takes it out, or the test says so.
"""

INSIDE = "looks into FastAPI's modules"
REFUSED = "a mistake is a DependencyError when the application starts, no assert at decoration"
ASSERTED = "a mistake is a ValueError, no assert"
V1 = "a model of pydantic.v1 is encoded by its attributes, as any other object"

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
    "tests/test_upload_file_read_position.py": INSIDE,
}
_SWAGGER = "the pages are served from an installed package, not from a CDN"
_ITEMS = "a stream's items are an extension of OpenAPI 3.1, not a keyword of 3.2"
_YIELD_SCOPE = "the module holds an inversion, which FastAPI refuses at decoration and we at start"

DIFFERENT: dict[str, str] = {
    "tests/test_ambiguous_params.py::test_multiple_annotations": REFUSED,
    "tests/test_ambiguous_params.py::test_no_annotated_defaults": REFUSED,
    "tests/test_application.py::test_redoc": _SWAGGER,
    "tests/test_application.py::test_swagger_ui": _SWAGGER,
    "tests/test_async_dependency_cleanup.py::test_cleanup_after_later_dependency_fails"
    "[asyncio-frontend": "there is no app.frontend",
    "tests/test_async_dependency_cleanup.py::test_cleanup_after_later_dependency_fails"
    "[trio-frontend": "there is no app.frontend",
    "tests/test_computed_fields.py::test_shared_models_do_not_rebuild": INSIDE,
    "tests/test_custom_swagger_ui_redirect.py::test_swagger_ui": _SWAGGER,
    "tests/test_dependency_yield_scope.py": _YIELD_SCOPE,
    "tests/test_dependency_yield_scope_websockets.py": _YIELD_SCOPE,
    "tests/test_empty_router.py::test_include_empty": ASSERTED,
    "tests/test_invalid_path_param.py": REFUSED,
    "tests/test_invalid_sequence_param.py": REFUSED,
    "tests/test_jsonable_encoder.py::test_json_encoder_error_with_pydanticv1": V1,
    "tests/test_local_docs.py::test_google_fonts_in_generated_redoc": _SWAGGER,
    "tests/test_no_swagger_ui_redirect.py::test_swagger_ui": _SWAGGER,
    "tests/test_pydantic_v1_error.py": REFUSED,
    "tests/test_request_body_limits.py::test_shared_frontend": "there is no app.frontend",
    "tests/test_response_model_as_return_annotation.py::test_invalid_response_model": REFUSED,
    "tests/test_response_model_invalid.py": REFUSED,
    "tests/test_route_handler_wrapping.py": INSIDE,
    "tests/test_router_circular_import.py": ASSERTED,
    "tests/test_sse.py::test_default_response_class_on_app_openapi": _ITEMS,
    "tests/test_sse.py::test_default_response_class_on_parent_router_openapi": _ITEMS,
    "tests/test_sse.py::test_sse_router_typed_openapi": _ITEMS,
    "tests/test_sse.py::test_keepalive_ping": "the interval is EventSourceResponse.ping_interval",
    "tests/test_stream_bare_type.py::test_jsonl_router_typed_openapi": _ITEMS,
    "tests/test_stream_status_code.py::test_openapi": _ITEMS,
    "tests/test_tutorial/test_configure_swagger_ui": _SWAGGER,
    **{
        f"tests/test_tutorial/test_server_sent_events/test_tutorial00{n}.py::test_openapi": _ITEMS
        for n in range(1, 6)
    },
    "tests/test_tutorial/test_stream_json_lines/test_tutorial001.py::test_openapi": _ITEMS,
    "tests/test_tutorial/test_dependencies/test_tutorial008c.py::test_fastapi_error": (
        "the error says it in other words"
    ),
    "tests/test_tutorial/test_response_model/test_tutorial003_04.py": REFUSED,
}

OPEN: dict[str, str] = {
    "tests/test_union_body_discriminator_annotated.py": "a discriminator in the document",
}
