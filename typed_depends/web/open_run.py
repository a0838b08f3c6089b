"""Runs of emitted source that leave what they entered to whoever started them.

A stream needs it until its last item was sent, a WebSocket until it is closed.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from starlette.requests import HTTPConnection

from typed_depends.reading.field import ErrorDetail
from typed_depends.resolve.lifetimes import Holder
from typed_depends.resolve.run import Run


class OpenRun(Run):
    """One request, or one conversation.

    `refuse` makes the exception for one that is not valid; `finish` takes what the endpoint
    returned.
    """

    ends_function: ClassVar[bool] = False

    def __init__(
        self,
        connection: HTTPConnection,
        refuse: Callable[[Run, list[ErrorDetail]], Exception],
        finish: Callable[[Any, Run], Any] | None = None,
    ) -> None:
        self._connection = connection
        self._refuse = refuse
        self._finish = finish
        self.scope = connection.scope

    @property
    def connection(self) -> HTTPConnection:
        """The connection."""
        return self._connection

    @property
    def lifetimes(self) -> Holder:
        """Where providers are entered."""
        return self

    def finish(self, returned: Any) -> Any:
        """Return what becomes of what the endpoint returned."""
        return returned if self._finish is None else self._finish(returned, self)

    def refusal(self, errors: list[ErrorDetail]) -> Exception:
        """Return the exception for a request that is not valid."""
        return self._refuse(self, errors)
