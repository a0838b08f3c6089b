"""How the ledger keeps a dependant: one string, the same for the same facts.

Holds only what mypy's cache forgets: the markers. Names, types and defaults of the
parameters are read from the callable's own type. Positions are left out, so that an
edit that merely moves a line changes nothing for other modules.
"""

import json
from functools import lru_cache
from typing import Any, Final, NamedTuple

from mypy.types import Type

from mypy_plugin.dependants.dependant import Connection, Edge, Kind, Provider, Value

STATEMENT: Final = "type"
"""Says of an alias that FastAPI does not read what it is where it is given types."""
RETURN: Final = "return"
"""Says of a function without decorators that what it returns may have metadata."""

_write: Final = json.JSONEncoder(separators=(",", ":")).encode


class Source(NamedTuple):
    """A parameter with a marker like `Query()`; `has_default` says whether that gives one.

    `is_renamed` says that the marker names the value itself, by `alias=`, `inner_default` that
    it gives a default inside `Annotated`. `annotated` are all markers there, and `is_default`
    says that the one that counts is not, but the parameter's default.
    """

    parameter: str
    marker: str
    has_default: bool
    is_renamed: bool = False
    inner_default: bool = False
    is_default: bool = False
    annotated: tuple[str, ...] = ()

    def value(self, declared: Type | None) -> Value:
        """Give the parameter, declared as this type."""
        return Value(
            self.parameter,
            declared,
            self.has_default,
            self.marker,
            self.is_renamed,
            self.inner_default,
            self.is_default,
            self.annotated,
        )


class Local(NamedTuple):
    """What is to be known of a function that only its own module can name."""

    name: str
    kind: Kind | None
    connections: tuple[Connection, ...] = ()
    values: tuple[Value, ...] = ()


class Record(NamedTuple):
    """The markers of one dependant, alias, field or variable.

    `held` are the parameters whose marker something else may hold, by its full name: a
    variable that is the default, and of a local function an alias that is the annotation.
    `stands_for` is the provider a variable or the result of a factory is. `metadata` are
    the parameters that have more than markers in their `Annotated`, `RETURN`, or `STATEMENT` for an
    alias that is a `type` statement with type variables. `buried` are parameters
    with an alias within another type, or with a marker there, as no alias.
    """

    edges: tuple[Edge, ...] = ()
    sources: tuple[Source, ...] = ()
    held: tuple[tuple[str, str], ...] = ()
    local: Local | None = None
    stands_for: Provider | None = None
    metadata: tuple[str, ...] = ()
    buried: tuple[tuple[str, str], ...] = ()


def together(base: Record, own: Record) -> Record:
    """Give the fields of two records; a name that both have is as in the second."""
    taken = {edge.parameter for edge in own.edges}
    taken |= {source.parameter for source in own.sources}
    taken |= {name for name, _ in (*own.held, *own.buried)}
    taken |= set(own.metadata)
    return Record(
        (*(edge for edge in base.edges if edge.parameter not in taken), *own.edges),
        (*(source for source in base.sources if source.parameter not in taken), *own.sources),
        (*(held for held in base.held if held[0] not in taken), *own.held),
        metadata=(*(name for name in base.metadata if name not in taken), *own.metadata),
        buried=(*(one for one in base.buried if one[0] not in taken), *own.buried),
    )


def encode(record: Record) -> str:
    """Write a record down."""
    local = record.local
    return _write(
        [
            [
                [
                    *(e.parameter, _plain(e.provider), e.scope, e.use_cache),
                    *(e.oauth_scopes, e.family, e.shown),
                ]
                for e in record.edges
            ],
            [_source(source) for source in record.sources],
            record.held,
            local
            and [
                local.name,
                local.kind,
                local.connections,
                [[v.parameter, v.has_default, v.source, v.is_renamed] for v in local.values],
            ],
            _plain(record.stands_for),
            record.metadata,
            record.buried,
        ]
    )


@lru_cache(maxsize=4096)
def decode(text: str) -> Record:
    """Read what `encode` has written."""
    edges, sources, held, local, stands_for, metadata, buried = json.loads(text)
    return Record(
        tuple(
            Edge(parameter, _provider(raw), scope, use_cache, _tuple(oauth), family, shown=shown)
            for parameter, raw, scope, use_cache, oauth, family, shown in edges
        ),
        tuple(map(_read_source, sources)),
        tuple((parameter, fullname) for parameter, fullname in held),
        local
        and Local(
            local[0],
            local[1],
            tuple(Connection(*connection) for connection in local[2]),
            tuple(Value(name, None, *said) for name, *said in local[3]),
        ),
        _provider(stands_for),
        tuple(metadata),
        tuple((parameter, fullname) for parameter, fullname in buried),
    )


def _source(source: Source) -> list[Any]:
    said = [source.parameter, source.marker, source.has_default, source.is_renamed]
    return [*said, source.inner_default, source.is_default, source.annotated]


def _read_source(raw: list[Any]) -> Source:
    parameter, marker, has_default, is_renamed, inner_default, is_default, annotated = raw
    return Source(
        parameter, marker, has_default, is_renamed, inner_default, is_default, tuple(annotated)
    )


def _plain(provider: Provider | None) -> list[Any] | None:
    if provider is None:
        return None
    p = provider
    return [p.name, p.fullname, p.called, p.bound, p.given, p.filled]


def _provider(raw: Any) -> Provider | None:
    if raw is None:
        return None
    name, fullname, called, bound, given, filled = raw
    return Provider(name, fullname, called, bound, tuple(given), filled)


def _tuple(scopes: list[str] | None) -> tuple[str, ...] | None:
    return None if scopes is None else tuple(scopes)
