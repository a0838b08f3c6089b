"""Endpoints that yield: JSON lines, server-sent events, or what their response class sends.

Each item is validated, encoded and sent before the next one is asked for. Whatever happens,
the last item, an error or a client that goes away, the generator is closed once, in the task
that ran it where that can be, and before anything it uses.
"""

import json
import math
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Callable,
    Generator,
    Iterable,
    Iterator,
)
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Final, get_args, get_origin

import anyio
from anyio import CancelScope
from anyio.lowlevel import checkpoint
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from starlette.responses import Response, StreamingResponse
from starlette.types import Send

from typed_depends.exceptions import EndpointContext
from typed_depends.openapi.operation import Stream
from typed_depends.reading.dependant import Dependant
from typed_depends.reading.kind import Kind
from typed_depends.reading.shape import is_subclass
from typed_depends.resolve.threads import run_in_thread, run_in_thread_surely
from typed_depends.web.encoding import jsonable_encoder
from typed_depends.web.response import (
    RETURNED,
    MadeOpen,
    Model,
    ResponseOptions,
    add_headers,
    model_of,
    response_arguments,
    returned_type,
)
from typed_depends.web.sse import (
    KEEPALIVE_COMMENT,
    EventSourceResponse,
    ServerSentEvent,
    format_sse_event,
)

_STREAMS = (AsyncIterable, AsyncIterator, AsyncGenerator, Iterable, Iterator, Generator)
_END: Final[Any] = object()


@dataclass(frozen=True, slots=True)
class StreamMaker:
    """Makes the response of an endpoint that yields; `model` is the type of an item.

    Without a `form` items go out as the response class says.
    """

    form: Stream | None
    response_class: type[Response]
    status_code: int | None = None
    model: Model | None = None
    streams: ClassVar[bool] = True

    async def response(
        self, returned: Any, frame: MadeOpen, *, kind: Kind, context: EndpointContext
    ) -> Response:
        """Return the response that sends what the generator `returned` yields."""
        items = _Items(returned, kind, self._encoding(context))
        shield = frame.lifetimes.cleanup_shield()
        frame.lifetimes.at_end_of_function(partial(items.aclose, shield))
        arguments = response_arguments(self.status_code, frame)
        response: Response
        match self.form:
            case Stream.JSON_LINES:
                response = _Stream(items, media_type=self.form.value, **arguments)
            case Stream.SERVER_SENT_EVENTS:
                response = _Events(items, media_type=self.form.value, **arguments)
                response.ping_interval = getattr(self.response_class, "ping_interval", None)
                response.headers["Cache-Control"] = "no-cache"
                response.headers["X-Accel-Buffering"] = "no"  # nginx would hold events back
            case None:
                response = self.response_class(items, **arguments)
        add_headers(response, frame)
        return response

    def _encoding(self, context: EndpointContext) -> Callable[[Any], Any]:
        """Return how an item is encoded; `context` is named if it is not valid."""

        def as_json(item: Any) -> bytes:
            if self.model is None:
                return _json(item)
            return self.model.json(self.model.validated(item, context))

        match self.form:
            case Stream.JSON_LINES:
                return lambda item: as_json(item) + b"\n"
            case Stream.SERVER_SENT_EVENTS:
                return lambda item: (
                    _event(item)
                    if isinstance(item, ServerSentEvent)
                    else format_sse_event(data_str=as_json(item).decode())
                )
            case None:
                return lambda item: item


def stream_maker(dependant: Dependant, options: ResponseOptions) -> StreamMaker:
    """Return the maker for an endpoint that yields.

    The items of JSON lines and events are validated if the return annotation says their
    type. Raises what `response_maker` raises.
    """
    form = stream_form(options)
    if options.response_model is not RETURNED:
        model_of(dependant, options.response_model, options)
    return StreamMaker(
        form,
        options.response_class or StreamingResponse,
        options.status,
        model_of(dependant, item_type(dependant, options), options),
    )


def stream_form(options: ResponseOptions) -> Stream | None:
    """Return how items are sent; `None` is as the response class says."""
    if options.response_class is None:
        return Stream.JSON_LINES
    if is_subclass(options.response_class, EventSourceResponse):
        return Stream.SERVER_SENT_EVENTS
    return None


def item_type(dependant: Dependant, options: ResponseOptions) -> Any:
    """Return the type of what is yielded, as the return annotation says; `None` for any.

    Raises `DependencyAnnotationError` for a return annotation that cannot be read.
    """
    if options.response_model is not RETURNED or stream_form(options) is None:
        return None
    declared = returned_type(dependant)
    if get_origin(declared) not in _STREAMS:
        return None
    item = next(iter(get_args(declared)), Any)
    return None if is_subclass(item, ServerSentEvent) else item


class _Items:
    """What a generator yields, encoded; a plain one runs on worker threads."""

    def __init__(self, generator: Any, kind: Kind, encode: Callable[[Any], Any]) -> None:
        self._generator = generator
        self._is_async = kind is Kind.ASYNC_GENERATOR
        self._encode = encode

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        await checkpoint()  # else nobody could cancel a generator that never waits
        if self._is_async:
            return self._encode(await self._generator.__anext__())
        if (item := await run_in_thread(self._next)) is _END:
            raise StopAsyncIteration
        return item

    def _next(self) -> Any:
        item = next(self._generator, _END)
        return item if item is _END else self._encode(item)

    async def aclose(self, shield: CancelScope) -> None:
        """Close the generator, if it is not closed yet, even where all is cancelled.

        `shield` was entered before the first item, since the generator may have scopes and
        task groups open, and must leave them first.
        """
        shield.shield = True
        if self._is_async:
            await self._generator.aclose()
        else:
            await run_in_thread_surely(self._generator.close, copy_context())
        shield.shield = False


class _Stream(StreamingResponse):
    """Sends items as they come."""

    def __init__(self, items: _Items, **arguments: Any) -> None:
        super().__init__(items, **arguments)
        self._items = items

    async def stream_response(self, send: Send) -> None:
        with CancelScope() as shield:
            try:
                await super().stream_response(send)
            finally:
                await self._items.aclose(shield)


class _Events(_Stream):
    """Sends items as they come, and a comment whenever none came for a while.

    A task of its own waits for the next item, so that the wait can be interrupted without
    cancelling the generator.
    """

    ping_interval: float | None = None

    async def stream_response(self, send: Send) -> None:
        outbox, inbox = anyio.create_memory_object_stream[bytes](1)
        self._failure: Exception | None = None
        self.body_iterator = self._with_pings(inbox)
        failure: Exception | None = None
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._produce, outbox)
            try:
                await StreamingResponse.stream_response(self, send)
            except Exception as error:  # out of the task group it would be a group
                failure = error
            finally:
                inbox.close()
                tasks.cancel_scope.cancel()
        if failure is not None:
            raise failure

    async def _produce(self, outbox: MemoryObjectSendStream[bytes]) -> None:
        with outbox, CancelScope() as shield:
            try:
                async for item in self._items:
                    try:
                        outbox.send_nowait(item)
                    except anyio.WouldBlock:
                        await outbox.send(item)
            except Exception as failure:
                self._failure = failure
            finally:
                await self._items.aclose(shield)

    async def _with_pings(self, inbox: MemoryObjectReceiveStream[bytes]) -> AsyncIterator[bytes]:
        while True:
            item = KEEPALIVE_COMMENT
            try:
                item = inbox.receive_nowait()
            except anyio.WouldBlock:
                with anyio.move_on_after(self.ping_interval):
                    try:
                        item = await inbox.receive()
                    except anyio.EndOfStream:
                        break
            except anyio.EndOfStream:
                break
            yield item
        if self._failure is not None:
            raise self._failure


def _event(event: ServerSentEvent) -> bytes:
    data = event.raw_data
    if data is None and event.data is not None:
        dump = getattr(event.data, "model_dump_json", None)
        data = _json(event.data).decode() if dump is None else dump()
    return format_sse_event(
        data_str=data,
        event=event.event,
        id=event.id,
        retry=event.retry,
        comment=event.comment,
    )


def _json(item: Any) -> bytes:
    return json.dumps(_finite(jsonable_encoder(item))).encode()


def _finite(data: Any) -> Any:
    """Put `null` in the place of numbers that JSON does not have (RFC 8259, section 6)."""
    match data:
        case float():
            return data if math.isfinite(data) else None
        case dict():
            return {key: _finite(value) for key, value in data.items()}
        case list():
            return [_finite(value) for value in data]
        case _:
            return data
