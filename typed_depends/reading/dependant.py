"""The dependant: a callable together with what its parameters ask for.

Read once per callable. Whether an unmarked parameter is a placeholder or a query key
depends on the route, so that is decided later, in `typed_depends.reading.source`.
Knows one callable at a time; the graph puts them together.
"""

import inspect
from collections.abc import Callable
from enum import Enum
from typing import Any, Final, NamedTuple, TypeAlias

from typed_depends.errors import DependencyError
from typed_depends.markers import ConcurrencyLimit
from typed_depends.params import Param
from typed_depends.reading.kind import Kind
from typed_depends.scope import Scope
from typed_depends.wording import Sentence


class Connection(Enum):
    """What is handed over as it is, told by the parameter's type."""

    REQUEST = "Request"
    WEBSOCKET = "WebSocket"
    HTTP_CONNECTION = "HTTPConnection"
    RESPONSE = "Response"
    BACKGROUND_TASKS = "BackgroundTasks"
    SECURITY_SCOPES = "SecurityScopes"


NO_DEFAULT: Final = inspect.Parameter.empty
"""The default of a parameter that has none."""


class Marked(NamedTuple):
    """What a `Depends(...)` says, checked: the provider and how it is to be used."""

    call: Callable[..., Any]
    use_cache: bool = True
    scope: Scope | None = None
    oauth_scopes: tuple[str, ...] = ()
    limit: ConcurrencyLimit | None = None
    on_thread: bool = True


class DependencyParameter(NamedTuple):
    """A parameter filled by a provider."""

    name: str
    marked: Marked


class ConnectionParameter(NamedTuple):
    """A parameter that receives the connection or something that belongs to it."""

    name: str
    connection: Connection
    annotation: Any
    default: Any = NO_DEFAULT


class ValueParameter(NamedTuple):
    """A parameter read from a source; `marker` says which, if the user did."""

    name: str
    annotation: Any
    marker: Param | None
    default: Any

    @property
    def has_default(self) -> bool:
        """Whether the signature itself gives a value."""
        return self.default is not NO_DEFAULT


Parameter: TypeAlias = DependencyParameter | ConnectionParameter | ValueParameter


class Misreading(NamedTuple):
    """A mistake in one signature, before its place in a graph is known."""

    error: type[DependencyError]
    sentence: Sentence


class Dependant(NamedTuple):
    """A callable as it was read."""

    call: Callable[..., Any]
    kind: Kind
    name: str
    parameters: tuple[Parameter, ...]
    returns: Any
    misreadings: tuple[Misreading, ...]
