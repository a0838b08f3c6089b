"""What an HTTP route tells the OpenAPI document."""

import inspect
from collections.abc import Sequence

from starlette.responses import JSONResponse

from typed_depends.graph.overrides import NONE
from typed_depends.openapi.operation import Answer, Operation
from typed_depends.plan.plans import Plans
from typed_depends.reading.dependant import Dependant
from typed_depends.web.handlers import body_allowed
from typed_depends.web.response import ResponseOptions, declared_model
from typed_depends.web.spec import RouteSpec
from typed_depends.web.streaming import item_type, stream_form


def operation_of(
    spec: RouteSpec,
    plans: Plans,
    dependant: Dependant,
    path: str,
    unique_id: str,
    callbacks: Sequence[Operation],
) -> Operation:
    """Return the operation of a route at `path`, as a document writes it."""
    said = spec.described
    return Operation(
        path=path,
        methods=sorted(spec.methods or ()),
        name=spec.name,
        endpoint=spec.endpoint,
        graph=plans.under(NONE).graph,
        unique_id=unique_id,
        answer=_answer(dependant, spec.response),
        operation_id=said.operation_id,
        tags=said.tags,
        summary=said.summary,
        description=_described(said.description or inspect.cleandoc(spec.endpoint.__doc__ or "")),
        response_description=said.response_description,
        responses=said.responses,
        deprecated=said.deprecated,
        callbacks=callbacks,
        openapi_extra=said.openapi_extra,
    )


def _answer(dependant: Dependant, options: ResponseOptions) -> Answer:
    streams = dependant.kind.yields
    return Answer(
        status_code=options.status,
        response_class=options.response_class or JSONResponse,
        model=(item_type if streams else declared_model)(dependant, options),
        stream=stream_form(options) if streams else None,
        has_body=body_allowed(options.status),
    )


def _described(text: str) -> str:
    """Return what stands before a form feed; behind it is for readers of the code."""
    return text.split("\f")[0].strip()
