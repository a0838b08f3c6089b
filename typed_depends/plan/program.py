"""The program: what one request does, in order.

A step calls one provider and puts its value into a slot; a shared provider has one step
however many ask for it. Values that live as long as the application are no steps of a
request; they have keys of their own and are set up by `held`.
"""

from collections.abc import Callable, Container
from typing import Any, Literal, NamedTuple, TypeAlias

from typed_depends.graph.body import RequestBody
from typed_depends.graph.node import NodeKey
from typed_depends.markers import ConcurrencyLimit
from typed_depends.plan.held import HeldKey
from typed_depends.reading.dependant import NO_DEFAULT, Connection
from typed_depends.reading.field import Field
from typed_depends.reading.kind import Kind


class SlotArgument(NamedTuple):
    """Filled by the value of an earlier step."""

    name: str
    slot: int


class HeldArgument(NamedTuple):
    """Filled by a value that lives as long as the application."""

    name: str
    held: HeldKey


class FieldArgument(NamedTuple):
    """Filled from the path, the query string, a header or a cookie."""

    field: Field


class ConnectionArgument(NamedTuple):
    """Filled by the connection, or by something that belongs to it."""

    name: str
    connection: Connection


class ScopesArgument(NamedTuple):
    """Filled by the OAuth scopes asked for above."""

    name: str
    scopes: tuple[str, ...]


class GivenArgument(NamedTuple):
    """Filled, where there is no request, by a value given for one of its types."""

    name: str
    types: tuple[Any, ...]
    default: Any

    def fillable(self, given: Container[Any]) -> bool:
        """Tell whether there is anything to fill it with."""
        return self.default is not NO_DEFAULT or any(type_ in given for type_ in self.types)


NoField: TypeAlias = (
    SlotArgument | HeldArgument | ConnectionArgument | ScopesArgument | GivenArgument
)
Argument: TypeAlias = NoField | FieldArgument


class BodyArguments(NamedTuple):
    """Filled from the body: one field that is the whole of it, or a key each."""

    fields: tuple[Field, ...]
    embed: bool


class Arguments:
    """All arguments of one call, in the order in which they are read and may fail.

    Compared by identity: what one call has read is remembered by its arguments.
    """

    __slots__ = ("body", "each")

    def __init__(self, each: tuple[Argument, ...], body: BodyArguments | None) -> None:
        self.each = each
        self.body = body

    @property
    def reads(self) -> bool:
        """Whether some of them are read from the request."""
        return self.body is not None or any(isinstance(one, FieldArgument) for one in self.each)


class Step(NamedTuple):
    """Call one provider; what it provides is kept in `slot`.

    `call` is the `provider` itself, or if it has a `yield` what makes its context manager.
    `on_thread`: a plain function runs on a worker thread. `ends` says which of the request's
    two lifetimes leaves it. `keep`: its value may be used again by a later call in the same
    request. `stays`: it runs on a worker thread, something is open then, and more is to run
    on one.
    """

    slot: int
    key: NodeKey
    name: str
    provider: Callable[..., Any]
    call: Callable[..., Any]
    kind: Kind
    on_thread: bool
    ends: Literal["function", "request"]
    arguments: Arguments
    limit: ConcurrencyLimit | None
    keep: bool
    stays: bool = False

    @property
    def uses_thread(self) -> bool:
        """Whether a worker thread runs it, or sets it up."""
        return self.kind is Kind.GENERATOR or (self.kind is Kind.FUNCTION and self.on_thread)


class HeldStep(NamedTuple):
    """Set up one value that lives as long as the application.

    `held` is the same key for the same provider over the same providers, in every program:
    values are shared by it.
    """

    held: HeldKey
    name: str
    call: Callable[..., Any]
    kind: Kind
    arguments: tuple[HeldArgument, ...]


class Program(NamedTuple):
    """Everything one endpoint needs: what is held, the steps, then its own arguments.

    `call` is the endpoint, of its `kind`. `body` is what they all read from the body together.
    """

    name: str
    call: Callable[..., Any]
    kind: Kind
    held: tuple[HeldStep, ...]
    steps: tuple[Step, ...]
    arguments: Arguments
    slots: int
    body: RequestBody | None
