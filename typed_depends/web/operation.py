"""What an HTTP route tells the OpenAPI document."""

import inspect
import re
from collections.abc import Iterable

from starlette.responses import JSONResponse

from typed_depends.graph.overrides import NONE
from typed_depends.openapi.operation import Answer, Operation
from typed_depends.plan.plans import Plans
from typed_depends.reading.dependant import Dependant
from typed_depends.web.handlers import body_allowed
from typed_depends.web.response import ResponseOptions, declared_model
from typed_depends.web.spec import RouteSpec


def operation_of(
    spec: RouteSpec, plans: Plans, dependant: Dependant, path: str
) -> Operation | None:
    """Return the operation of a route at `path`, as a document writes it; `None` if hidden."""
    said = spec.described
    if not said.include_in_schema:
        return None
    methods = sorted(spec.methods or ())
    return Operation(
        path=path,
        methods=methods,
        name=spec.name,
        endpoint=spec.endpoint,
        graph=plans.under(NONE).graph,
        unique_id=said.operation_id or default_id(spec.name, path, methods),
        answer=_answer(dependant, spec.response),
        operation_id=said.operation_id,
        tags=said.tags,
        summary=said.summary,
        description=_described(said.description or inspect.cleandoc(spec.endpoint.__doc__ or "")),
        response_description=said.response_description,
        responses=said.responses,
        deprecated=said.deprecated,
        openapi_extra=said.openapi_extra,
    )


def default_id(name: str, path: str, methods: Iterable[str]) -> str:
    """Return the operation id of a route that chose none, as FastAPI makes it."""
    stem = re.sub(r"\W", "_", name + path)
    return f"{stem}_{min(methods).lower()}"


def _answer(dependant: Dependant, options: ResponseOptions) -> Answer:
    status = None if options.status_code is None else int(options.status_code)
    return Answer(
        status_code=status,
        response_class=options.response_class or JSONResponse,
        model=declared_model(dependant, options),
        has_body=body_allowed(status),
    )


def _described(text: str) -> str:
    """Return what stands before a form feed; behind it is for readers of the code."""
    return text.split("\f")[0].strip()
