"""Compiles a graph into a program: orders it, shares what is shared, places lifetimes.

The order is FastAPI's: depth first, left to right, a dependant's own fields after its
dependencies. Knows nothing of requests. A generator of Python source would stand beside
this module and start from the same `Program`.
"""

from collections.abc import Callable, Hashable, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, assert_never

from typed_depends.graph.body import embeds, request_body
from typed_depends.graph.node import (
    ConnectionNeed,
    Dependency,
    FieldNeed,
    GivenNeed,
    Graph,
    Node,
    NodeKey,
)
from typed_depends.graph.walk import Walk, walked
from typed_depends.params import Source
from typed_depends.plan.held import HeldKey, held_key
from typed_depends.plan.program import (
    Argument,
    Arguments,
    BodyArguments,
    ConnectionArgument,
    FieldArgument,
    GivenArgument,
    HeldArgument,
    HeldStep,
    Program,
    ScopesArgument,
    SlotArgument,
    Step,
)
from typed_depends.reading.dependant import Connection
from typed_depends.reading.field import Field
from typed_depends.reading.kind import Kind

_IN_ORDER = (Source.PATH, Source.QUERY, Source.HEADER, Source.COOKIE)


def compile_graph(graph: Graph) -> Program:
    """Return the program for `graph`."""
    body = request_body(graph)
    compiler = _Compiler(embed=body is not None and body.embed)
    arguments = walked(compiler.arguments(graph.endpoint))
    return Program(
        name=graph.endpoint.name,
        call=graph.endpoint.call,
        kind=graph.endpoint.kind,
        held=tuple(compiler.held.values()),
        steps=staying(compiler.steps, graph.endpoint.kind),
        arguments=arguments,
        slots=len(compiler.steps),
        body=body,
    )


def staying(steps: Sequence[Step], endpoint: Kind) -> tuple[Step, ...]:
    """Say of each step whether its request stays with the worker threads."""
    first_open = next((one.slot for one in steps if one.kind.yields), len(steps))
    to_come = endpoint is Kind.FUNCTION
    known = list(steps)
    for step in reversed(steps[first_open:]):
        if step.uses_thread:
            known[step.slot] = step._replace(stays=to_come)
            to_come = True
    return tuple(known)


def managed(call: Callable[..., Any], kind: Kind) -> Callable[..., Any]:
    """Return what runs a provider: itself, or the maker of its context manager."""
    match kind:
        case Kind.GENERATOR:
            return contextmanager(call)
        case Kind.ASYNC_GENERATOR:
            return asynccontextmanager(call)
        case Kind.FUNCTION | Kind.COROUTINE:
            return call
        case _:
            assert_never(kind)


class _Compiler:
    def __init__(self, *, embed: bool) -> None:
        self.embed = embed
        self.steps: list[Step] = []
        self.held: dict[HeldKey, HeldStep] = {}
        self._slots: dict[NodeKey, int] = {}
        self._held_keys: dict[NodeKey, HeldKey] = {}
        self._short_lived: dict[int, bool] = {}

    def arguments(self, node: Node) -> Walk[Arguments]:
        """Emit what `node` needs first, and return how its arguments are filled."""
        each: list[Argument] = []
        fields: list[Field] = []
        rest: list[Argument] = []
        for need in node.needs:
            match need:
                case Dependency():
                    each.extend((yield self._dependency(need)))
                case FieldNeed():
                    fields.append(need.field)
                case ConnectionNeed(name, Connection.SECURITY_SCOPES):
                    rest.append(ScopesArgument(name, node.oauth_scopes))
                case ConnectionNeed(name, connection):
                    rest.append(ConnectionArgument(name, connection))
                case GivenNeed(name, types, default):
                    rest.append(GivenArgument(name, types, default))
                case _:
                    assert_never(need)
        for source in _IN_ORDER:
            each.extend(FieldArgument(one) for one in fields if one.source is source)
        body = tuple(one for one in fields if one.source.in_body)
        return Arguments(
            each=(*each, *rest),
            body=BodyArguments(body, self.embed or embeds(body)) if body else None,
        )

    def _dependency(self, edge: Dependency) -> Walk[tuple[Argument, ...]]:
        if edge.node.scope == "lifespan":
            key = yield self._hold(edge.node)
            return () if edge.name is None else (HeldArgument(edge.name, key),)
        slot = self._slots.get(edge.node.key) if edge.use_cache else None
        if slot is None:
            slot = yield self._emit(edge)
            self._slots.setdefault(edge.node.key, slot)
        return () if edge.name is None else (SlotArgument(edge.name, slot),)

    def _emit(self, edge: Dependency) -> Walk[int]:
        node = edge.node
        arguments = yield self.arguments(node)
        slot = len(self.steps)
        ends_with_function = self._ends_with_function(node)
        self.steps.append(
            Step(
                slot=slot,
                key=node.key,
                name=node.name,
                provider=node.call,
                call=managed(node.call, node.kind),
                kind=node.kind,
                on_thread=edge.on_thread,
                ends="function" if node.scope == "function" else "request",
                arguments=arguments,
                limit=edge.limit,
                keep=edge.use_cache and not ends_with_function,
            )
        )
        return slot

    def _ends_with_function(self, node: Node) -> bool:
        """Tell whether a value ends with the call: its own scope, or what it holds.

        Of what is below, that is known: it was emitted before.
        """
        known = self._short_lived.get(id(node))
        if known is None:
            known = node.scope == "function" or (
                node.scope is None
                and any(self._ends_with_function(edge.node) for edge in node.dependencies)
            )
            self._short_lived[id(node)] = known
        return known

    def _hold(self, node: Node, *place: Hashable) -> Walk[HeldKey]:
        """Emit the set-up of a value that is held by the application."""
        if not place and node.key in self._held_keys:
            return self._held_keys[node.key]
        arguments = []
        for edge in node.dependencies:
            if edge.use_cache or edge.node.scope == "lifespan":
                key = yield self._hold(edge.node)
            else:
                # Called again at every place: the place is part of what it is.
                key = yield self._hold(edge.node, node.key, edge.name)
            if edge.name is not None:
                arguments.append(HeldArgument(edge.name, key))
        key = held_key(node.key.call, node.call_key(), tuple(arguments), *place)
        if not place:
            self._held_keys[node.key] = key
        self.held.setdefault(
            key,
            HeldStep(
                held=key,
                name=node.name,
                call=managed(node.call, node.kind),
                kind=node.kind,
                arguments=tuple(arguments),
            ),
        )
        return key
