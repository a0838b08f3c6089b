"""Read a marker call as an edge; what is not said letter by letter is not known."""

from collections.abc import Callable, Iterator
from typing import Final

from mypy.nodes import CallExpr, Expression, ListExpr, SetExpr, TupleExpr
from mypy.types import Instance, TupleType, Type, get_proper_type

from mypy_plugin.dependants.dependant import UNKNOWN, Edge, Lifetime, Provider
from mypy_plugin.dependants.providers import Names
from mypy_plugin.markers import (
    family_of,
    has_plain_arguments,
    is_marker_call,
    is_named,
    keyword,
    literal_string,
    provider_of,
)
from mypy_plugin.types.origin import name_of
from typed_depends.scope import SCOPES

_BARE: Final = "()"
"""Ends how a marker without a provider is shown."""


def read_edge(call: CallExpr, parameter: str | None, declared: Type | None, names: Names) -> Edge:
    """Give the edge a marker call makes; `declared` is the provider of `Depends()`."""
    expression = provider_of(call)
    is_plain = has_plain_arguments(call)
    if expression is not None:
        provider = names.provider(expression)
    else:
        provider = _declared_class(declared) if is_plain else None
    use_cache = keyword(call, "use_cache")
    return Edge(
        parameter,
        provider,
        _scope(call) if is_plain else UNKNOWN,
        use_cache is None or not is_named(use_cache, "builtins.False"),
        _oauth_scopes(keyword(call, "scopes")) if is_plain else None,
        family_of(call),
        (call.line, call.column),
        shown="" if provider is not None else _shown(call, expression),
    )


def read_list(
    call: Expression, unprobed: Callable[[Expression], Expression], names: Names
) -> Iterator[Edge]:
    """Yield the edges that the `dependencies=[...]` of a call make."""
    given = keyword(call, "dependencies") if isinstance(call, CallExpr) else None
    if isinstance(given, ListExpr | TupleExpr | SetExpr):
        for item in given.items:
            value = unprobed(item)
            if isinstance(value, CallExpr) and is_marker_call(value):
                yield read_edge(value, None, None, names)


def settled(edge: Edge, declared: Type | None) -> Edge:
    """Give the edge of an alias with type variables, `Annotated[T, Depends()]`, its provider."""
    if edge.provider is not None or not edge.shown.endswith(_BARE):
        return edge
    provider = _declared_class(declared)
    return edge if provider is None else edge._replace(provider=provider, shown="")


def _declared_class(declared: Type | None) -> Provider | None:
    match get_proper_type(declared):
        case Instance(type=info):
            return Provider(info.name, info.fullname)
        case TupleType(partial_fallback=Instance(type=info)) if info.is_named_tuple:
            return Provider(info.name, info.fullname)
    return None


def _shown(call: CallExpr, given: Expression | None) -> str:
    return name_of(call.callee) + _BARE if given is None else name_of(given)


def _scope(call: CallExpr) -> Lifetime:
    given = keyword(call, "scope") or keyword(call, "dependency_scope")
    if given is None or is_named(given, "builtins.None"):
        return None
    text = literal_string(given)
    if text == "endpoint" and keyword(call, "scope") is None:
        return "request"
    return next((scope for scope in SCOPES if scope == text), UNKNOWN)


def _oauth_scopes(given: Expression | None) -> tuple[str, ...] | None:
    if given is None or is_named(given, "builtins.None"):
        return ()
    if not isinstance(given, ListExpr | TupleExpr):
        return None
    texts = [literal_string(item) for item in given.items]
    known = tuple(text for text in texts if text is not None)
    return known if len(known) == len(texts) else None
