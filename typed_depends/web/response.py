"""What an endpoint returned becomes a response.

A declared type validates and filters; without one the value is encoded as it is; a
`Response` goes out untouched. Status, headers and background tasks that providers set are
merged as in FastAPI.
"""

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from pydantic import (
    PydanticSchemaGenerationError,
    PydanticUndefinedAnnotation,
    TypeAdapter,
    ValidationError,
)
from pydantic.fields import FieldInfo
from starlette.responses import JSONResponse, Response

from typed_depends import wording
from typed_depends.errors import DependencyAnnotationError, DependencyParameterError
from typed_depends.exceptions import EndpointContext, ResponseValidationError
from typed_depends.reading.adapter import adapter_of
from typed_depends.reading.dependant import NO_DEFAULT, Dependant
from typed_depends.reading.kind import Kind
from typed_depends.reading.parameter import show_type
from typed_depends.reading.shape import is_subclass
from typed_depends.reading.signature import Lost
from typed_depends.resolve.frame import Frame
from typed_depends.resolve.threads import run_in_thread
from typed_depends.web.encoding import jsonable_encoder
from typed_depends.web.handlers import body_allowed

RETURNED: Final[Any] = object()
"""The response model of an endpoint that says nothing else: its return annotation."""


@dataclass(frozen=True, slots=True)
class ResponseOptions:
    """What the decorator says about the response."""

    status_code: int | HTTPStatus | None = None
    response_model: Any = RETURNED
    response_class: type[Response] | None = None


@dataclass(frozen=True, slots=True)
class ResponseMaker:
    """Makes the responses of one endpoint."""

    status_code: int | None
    response_class: type[Response] | None
    adapter: TypeAdapter[Any] | None

    async def response(
        self, returned: Any, frame: Frame, *, kind: Kind, context: EndpointContext
    ) -> Response:
        """Return the response for what the endpoint returned.

        Raises `ResponseValidationError` if it is not what the endpoint declares.
        """
        if isinstance(returned, Response):
            if returned.background is None:
                returned.background = frame.background
            return returned
        response = self._made(await self._content(returned, kind, context), frame)
        if not body_allowed(response.status_code):
            response.body = b""
        if frame.response is not None:
            response.headers.raw.extend(frame.response.headers.raw)
        return response

    def _made(self, content: Any, frame: Frame) -> Response:
        arguments: dict[str, Any] = {"background": frame.background}
        status = (frame.response and frame.response.status_code) or self.status_code
        if status is not None:
            arguments["status_code"] = status
        if self.adapter is not None and self.response_class is None:
            return Response(content, media_type="application/json", **arguments)
        return (self.response_class or JSONResponse)(content, **arguments)

    async def _content(self, returned: Any, kind: Kind, context: EndpointContext) -> Any:
        if self.adapter is None:
            return jsonable_encoder(returned)
        validate = partial(self.adapter.validate_python, returned, from_attributes=True)
        try:
            value = validate() if kind is Kind.COROUTINE else await run_in_thread(validate)
        except ValidationError as error:
            raise ResponseValidationError(
                [
                    {**detail, "loc": ("response", *detail["loc"])}
                    for detail in error.errors(include_url=False)
                ],
                body=returned,
                endpoint_ctx=context,
            ) from error
        if self.response_class is None:
            return self.adapter.dump_json(value, by_alias=True)
        return self.adapter.dump_python(value, mode="json", by_alias=True)


def response_maker(dependant: Dependant, options: ResponseOptions) -> ResponseMaker:
    """Return the maker for an endpoint.

    Raises `DependencyAnnotationError` for a return annotation that cannot be read, and
    `DependencyParameterError` for a type pydantic cannot serialise.
    """
    if dependant.kind.yields:
        raise TypeError(f'"{dependant.name}" yields: generator endpoints are not served yet')
    status = None if options.status_code is None else int(options.status_code)
    model = declared_model(dependant, options)
    adapter = None if model is None else _adapter(dependant, model)
    if adapter is not None and not body_allowed(status):
        raise ValueError(f"Status code {status} must not have a response body")
    return ResponseMaker(status, options.response_class, adapter)


def declared_model(dependant: Dependant, options: ResponseOptions) -> Any:
    """Return the type of the answer: the decorator's, else the annotation's; `None` for any.

    Raises `DependencyAnnotationError` for a return annotation that cannot be read.
    """
    if options.response_model is not RETURNED:
        return options.response_model
    returns = dependant.returns
    if isinstance(returns, Lost):
        raise DependencyAnnotationError(
            wording.lost_return_annotation(dependant.name, returns.text, returns.missing)
        )
    if returns in (None, NO_DEFAULT) or is_subclass(returns, Response):
        return None
    return returns


def _adapter(dependant: Dependant, model: Any) -> TypeAdapter[Any]:
    try:
        return adapter_of(FieldInfo(annotation=model))
    except (PydanticSchemaGenerationError, PydanticUndefinedAnnotation) as error:
        raise DependencyParameterError(
            wording.unserialisable_return(dependant.name, show_type(model))
        ) from error
