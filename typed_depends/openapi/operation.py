"""What one route tells the document: its graph, and what was said about it.

Plain data, made by the route. Knows nothing of schemas or of the document's shape.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol, runtime_checkable

from starlette.responses import JSONResponse, Response

from typed_depends.graph.node import Graph


class Stream(Enum):
    """How a generator endpoint sends its items; the value is the media type."""

    JSON_LINES = "application/jsonl"
    SERVER_SENT_EVENTS = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers with. A `model` of `None`: anything.

    `stream` says that `model` is the type of an item. Without `has_body` the status
    forbids one.
    """

    status_code: int | None = None
    response_class: type[Response] = JSONResponse
    model: Any = None
    stream: Stream | None = None
    has_body: bool = True


@dataclass(frozen=True, slots=True)
class Operation:
    """One route, as the document shows it."""

    path: str
    methods: Sequence[str]
    name: str
    endpoint: Callable[..., Any]
    graph: Graph
    unique_id: str
    answer: Answer = field(default_factory=Answer)
    operation_id: str | None = None
    tags: Sequence[str | Enum] = ()
    summary: str | None = None
    description: str = ""
    response_description: str = "Successful Response"
    responses: Mapping[int | str, dict[str, Any]] = field(default_factory=dict)
    deprecated: bool | None = None
    callbacks: Sequence["Operation"] = ()
    openapi_extra: Mapping[str, Any] | None = None

    def id_for(self, method: str) -> str:
        """Return the operation's id: its own for each method, unless the user chose one."""
        if self.operation_id or len(self.methods) == 1:
            return self.operation_id or self.unique_id
        ending = next(
            (end for one in self.methods if self.unique_id.endswith(end := f"_{one.lower()}")), ""
        )
        return f"{self.unique_id.removesuffix(ending)}_{method.lower()}"


@runtime_checkable
class Documented(Protocol):
    """A route that has a place in the document."""

    def operation(self) -> Operation | None:
        """Return what the document shows of this route, or `None` if it is hidden."""
        ...
