"""Server-sent events: what an endpoint yields, and its form on the wire.

The form is the HTML standard's (section 9.2, "Server-sent events"). Knows nothing of
endpoints; `typed_depends.web.streaming` sends what is made here.
"""

import re
from typing import Annotated, Any, ClassVar, Final

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, model_validator
from starlette.responses import StreamingResponse

KEEPALIVE_COMMENT: Final = b": ping\n\n"
"""A comment, which every client ignores, so that no proxy takes the stream for dead."""

_LINE_END = re.compile("\r\n|\r|\n")


class EventSourceResponse(StreamingResponse):
    """The `response_class` of a generator endpoint that sends server-sent events.

    Whenever `ping_interval` seconds pass without an event, a comment is sent.
    """

    media_type = "text/event-stream"
    ping_interval: ClassVar[float | None] = 15.0


def _one_line(value: str | None, info: ValidationInfo) -> str | None:
    if value is not None and _LINE_END.search(value):
        raise ValueError(f"SSE '{info.field_name}' must be a single line")
    return value


def _without_null(value: str | None) -> str | None:
    if value is not None and "\0" in value:
        raise ValueError("SSE 'id' must not contain null characters")
    return value


class ServerSentEvent(BaseModel):
    """One event. What is yielded beside it is sent as the `data` of an event without a name.

    `data` is sent as JSON, strings with their quotes; `raw_data` is sent as it is. `event`
    names the event, `id` is what a client that comes back sends as `Last-Event-ID`, `retry` is
    how many milliseconds it waits before that. `comment` is read by nobody.
    """

    data: Any = None
    raw_data: str | None = None
    event: Annotated[str | None, AfterValidator(_one_line)] = None
    id: Annotated[str | None, AfterValidator(_without_null), AfterValidator(_one_line)] = None
    retry: Annotated[int | None, Field(ge=0)] = None
    comment: str | None = None

    @model_validator(mode="after")
    def _one_kind_of_data(self) -> "ServerSentEvent":
        if self.data is not None and self.raw_data is not None:
            raise ValueError(
                "Cannot set both 'data' and 'raw_data': 'data' is sent as JSON, 'raw_data' as it is"
            )
        return self


def format_sse_event(
    *,
    data_str: str | None = None,
    event: str | None = None,
    id: str | None = None,
    retry: int | None = None,
    comment: str | None = None,
) -> bytes:
    """Return one event as it goes over the wire, its end included."""
    lines = [f": {line}" for line in _lines(comment)]
    if event is not None:
        lines.append(f"event: {event}")
    lines += [f"data: {line}" for line in _lines(data_str)]
    if id is not None:
        lines.append(f"id: {id}")
    if retry is not None:
        lines.append(f"retry: {retry}")
    return "\n".join([*lines, "", ""]).encode()


def _lines(text: str | None) -> list[str]:
    """Split at the standard's line ends only, which are fewer than Python's."""
    return [] if text is None else _LINE_END.split(text)
