"""What an endpoint returned becomes a response.

A declared type validates and filters; without one the value is encoded as it is; a
`Response` goes out untouched. Status, headers and background tasks that providers set are
merged as in FastAPI.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar, Final, NamedTuple, Protocol

from pydantic import (
    PydanticSchemaGenerationError,
    PydanticUndefinedAnnotation,
    TypeAdapter,
    ValidationError,
)
from starlette.background import BackgroundTasks
from starlette.responses import JSONResponse, Response

from typed_depends import wording
from typed_depends.errors import DependencyAnnotationError, DependencyParameterError
from typed_depends.exceptions import EndpointContext, ResponseValidationError
from typed_depends.reading.adapter import adapter_for
from typed_depends.reading.dependant import NO_DEFAULT, Dependant
from typed_depends.reading.kind import Kind
from typed_depends.reading.parameter import show_type
from typed_depends.reading.shape import is_subclass
from typed_depends.reading.signature import Lost
from typed_depends.resolve.lifetimes import Holder
from typed_depends.resolve.threads import run_in_thread
from typed_depends.web.encoded import encoded
from typed_depends.web.handlers import body_allowed

RETURNED: Final[Any] = object()
"""The response model of an endpoint that says nothing else: its return annotation."""


class ResponseOptions(NamedTuple):
    """What the decorator says about the response, under the decorator's names."""

    status_code: int | HTTPStatus | None = None
    response_model: Any = RETURNED
    response_class: type[Response] | None = None
    response_model_include: Any = None
    response_model_exclude: Any = None
    response_model_by_alias: bool = True
    response_model_exclude_unset: bool = False
    response_model_exclude_defaults: bool = False
    response_model_exclude_none: bool = False

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "ResponseOptions":
        """Return those among a decorator's options."""
        if not options:
            return NO_OPTIONS
        return cls(**{name: options[name] for name in cls._fields if name in options})

    @property
    def status(self) -> int | None:
        """The status code as a plain number."""
        return None if self.status_code is None else int(self.status_code)

    def dumping(self) -> dict[str, Any]:
        """Return what pydantic is told when it serialises."""
        return {
            "include": _keys(self.response_model_include),
            "exclude": _keys(self.response_model_exclude),
            "by_alias": self.response_model_by_alias,
            "exclude_unset": self.response_model_exclude_unset,
            "exclude_defaults": self.response_model_exclude_defaults,
            "exclude_none": self.response_model_exclude_none,
        }


NO_OPTIONS: Final = ResponseOptions()


class Model:
    """A declared type, which validates, filters and serialises."""

    def __init__(self, adapter: TypeAdapter[Any], options: ResponseOptions) -> None:
        self.adapter = adapter
        self._dumping = options.dumping()

    def validated(self, value: Any, context: EndpointContext) -> Any:
        """Return `value` as the declared type. Raises `ResponseValidationError`."""
        try:
            return self.adapter.validate_python(value, from_attributes=True)
        except ValidationError as error:
            raise ResponseValidationError(
                [
                    {**detail, "loc": ("response", *detail["loc"])}
                    for detail in error.errors(include_url=False)
                ],
                body=value,
                endpoint_ctx=context,
            ) from error

    def quick_json(self, value: Any) -> bytes:
        """Return `value` as JSON of the declared type. Raises pydantic's `ValidationError`."""
        valid = self.adapter.validator.validate_python(value, from_attributes=True)
        return self.adapter.serializer.to_json(valid, **self._dumping)

    def json(self, valid: Any) -> bytes:
        """Return a valid value as JSON."""
        return self.adapter.dump_json(valid, **self._dumping)

    def python(self, valid: Any) -> Any:
        """Return a valid value as what JSON is made of."""
        return self.adapter.dump_python(valid, mode="json", **self._dumping)


class Made(Protocol):
    """What providers leave behind for the response."""

    @property
    def response(self) -> Response | None:
        """The response whose headers and status they set."""

    @property
    def background(self) -> BackgroundTasks | None:
        """The tasks that run after it was sent."""


class MadeOpen(Made, Protocol):
    """The same, while what they hold is open."""

    @property
    def lifetimes(self) -> Holder:
        """Where they were entered."""


class Maker(Protocol):
    """Makes the responses of one endpoint."""

    @property
    def streams(self) -> bool:
        """Whether what the endpoint holds is needed until the response was sent."""

    @property
    def model(self) -> Model | None:
        """The declared type of what goes out, or of each item that does."""

    async def response(
        self, returned: Any, frame: MadeOpen, *, kind: Kind, context: EndpointContext
    ) -> Response:
        """Return the response for what the endpoint returned.

        Raises `ResponseValidationError` if it is not what the endpoint declares.
        """


class ResponseMaker:
    """Makes a response of what an endpoint returned."""

    streams: ClassVar[bool] = False

    def __init__(
        self,
        status_code: int | None = None,
        response_class: type[Response] | None = None,
        model: Model | None = None,
    ) -> None:
        self.status_code = status_code
        self.response_class = response_class
        self.model = model

    async def response(
        self, returned: Any, frame: MadeOpen, *, kind: Kind, context: EndpointContext
    ) -> Response:
        """Return the response for what the endpoint returned.

        Raises `ResponseValidationError` if it is not what the endpoint declares.
        """
        if self.model is None or kind is Kind.COROUTINE:
            return self.made(returned, frame, context)
        return await run_in_thread(lambda: self.made(returned, frame, context))

    def made(self, returned: Any, frame: Made, context: EndpointContext) -> Response:
        """Return the response for what the endpoint returned.

        Raises `ResponseValidationError` if it is not what the endpoint declares.
        """
        if isinstance(returned, Response):
            if returned.background is None:
                returned.background = frame.background
            return returned
        response = self._response(self._content(returned, context), frame)
        if not body_allowed(response.status_code):
            response.body = b""
        add_headers(response, frame)
        return response

    def _response(self, content: Any, frame: Made) -> Response:
        arguments = response_arguments(self.status_code, frame)
        if self.model is not None and self.response_class is None:
            return Response(content, media_type="application/json", **arguments)
        return (self.response_class or JSONResponse)(content, **arguments)

    def _content(self, returned: Any, context: EndpointContext) -> Any:
        if self.model is None:
            return encoded(returned)
        valid = self.model.validated(returned, context)
        if self.response_class is None:
            return self.model.json(valid)
        return self.model.python(valid)


def response_arguments(status_code: int | None, frame: Made) -> dict[str, Any]:
    """Return what every response is made with: background tasks and the status."""
    arguments: dict[str, Any] = {"background": frame.background}
    status = (frame.response and frame.response.status_code) or status_code
    if status is not None:
        arguments["status_code"] = status
    return arguments


def add_headers(response: Response, frame: Made) -> None:
    """Add the headers and cookies that providers set."""
    if frame.response is not None:
        response.headers.raw.extend(frame.response.headers.raw)


def declared_model(dependant: Dependant, options: ResponseOptions) -> Any:
    """Return the type of the answer: the decorator's, else the annotation's; `None` for any.

    Raises `DependencyAnnotationError` for a return annotation that cannot be read.
    """
    if options.response_model is not RETURNED:
        return options.response_model
    declared = returned_type(dependant)
    return None if is_subclass(declared, Response) else declared


def response_maker(dependant: Dependant, options: ResponseOptions) -> ResponseMaker:
    """Return the maker for an endpoint.

    Raises `DependencyAnnotationError` for a return annotation that cannot be read, and
    `DependencyParameterError` for a type pydantic cannot serialise.
    """
    model = model_of(dependant, declared_model(dependant, options), options)
    if model is not None and not body_allowed(options.status):
        raise ValueError(f"Status code {options.status} must not have a response body")
    return ResponseMaker(options.status, options.response_class, model)


def returned_type(dependant: Dependant) -> Any:
    """Return the return annotation, `None` without one. Raises `DependencyAnnotationError`."""
    returns = dependant.returns
    if isinstance(returns, Lost):
        raise DependencyAnnotationError(
            wording.lost_return_annotation(dependant.name, returns.text, returns.missing)
        )
    return None if returns is NO_DEFAULT else returns


def model_of(dependant: Dependant, model: Any, options: ResponseOptions) -> Model | None:
    """Return a type as a model, `None` for none. Raises `DependencyParameterError`."""
    if model is None:
        return None
    try:
        return Model(adapter_for(model), options)
    except (PydanticSchemaGenerationError, PydanticUndefinedAnnotation) as error:
        raise DependencyParameterError(
            wording.unserialisable_return(dependant.name, show_type(model))
        ) from error


def _keys(said: Any) -> Any:
    return set(said) if isinstance(said, (list, tuple, frozenset)) else said
