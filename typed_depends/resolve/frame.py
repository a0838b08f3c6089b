"""The frame: what one run of a program has at hand, and what it leaves behind."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from pydantic_core import PydanticUndefined
from starlette.requests import HTTPConnection
from starlette.responses import Response

from typed_depends.graph.node import NodeKey
from typed_depends.plan.held import HeldKey
from typed_depends.plan.program import Arguments
from typed_depends.reading.field import ErrorDetail
from typed_depends.resolve.background import BackgroundTasks
from typed_depends.resolve.lifetimes import Holder

ReadCall: TypeAlias = tuple[dict[str, Any], list[ErrorDetail]]
"""What one call reads from the request, by name, and the errors."""

_NOTHING: Final[Mapping[Any, Any]] = {}


class Frame:
    """One run: the connection and the body it reads, the lifetimes it enters into.

    `held` are the application's values, `given` values by type, `kept` what
    earlier calls in the same request have resolved, `known` what was read already. The run
    leaves validation errors, and the response and background tasks that a provider asked for.
    """

    def __init__(
        self,
        lifetimes: Holder,
        connection: HTTPConnection | None = None,
        *,
        body: Any = PydanticUndefined,
        held: Mapping[HeldKey, Any] = _NOTHING,
        given: Mapping[Any, Any] = _NOTHING,
        kept: dict[NodeKey, Any] | None = None,
        known: Mapping[Arguments, ReadCall] = _NOTHING,
        response: Response | None = None,
        background: BackgroundTasks | None = None,
    ) -> None:
        self.lifetimes = lifetimes
        self.connection = connection
        self.body = body
        self.held = held
        self.given = given
        self.kept = kept
        self.known = known
        self.errors: list[ErrorDetail] = []
        self.response = response
        self.background = background

    def the_response(self) -> Response:
        """Return the response whose headers and status providers may set."""
        if self.response is None:
            self.response = blank_response()
        return self.response

    def the_background(self) -> BackgroundTasks:
        """Return the tasks that run after the response was sent."""
        if self.background is None:
            self.background = BackgroundTasks()
        return self.background


def blank_response() -> Response:
    """Return the response in which providers say what the real one is to have."""
    response = Response()
    del response.headers["content-length"]
    response.status_code = None  # type: ignore[assignment]  # "nobody set it"
    return response
