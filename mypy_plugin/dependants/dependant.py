"""The dependant: a callable together with what its parameters ask for.

The plugin's twin of `typed_depends.reading.dependant`. Knows names and mypy's types;
what cannot be known is `None` or `UNKNOWN`, and a rule is silent about it.
"""

from collections.abc import Hashable
from typing import Final, Literal, NamedTuple, TypeAlias

from mypy.types import Type

from mypy_plugin.names import ConnectionName
from typed_depends.scope import Scope

Unknown: TypeAlias = Literal["unknown"]
UNKNOWN: Final = "unknown"

Kind: TypeAlias = Literal["function", "coroutine", "generator", "async generator", "class"]
"""How a provider provides."""

YIELDING: Final[frozenset[Kind | None]] = frozenset({"generator", "async generator"})
"""The kinds that are closed: what they hand out ends."""

Lifetime: TypeAlias = Scope | Unknown | None
"""What is said or known of a lifetime; None for a plain provider without one of its own."""


CALLED: Final = "()"
"""Ends the name of what a call of a factory gives: `shop.auth.require()`."""


class Provider(NamedTuple):
    """The callable in `Depends(f)`, by its full name.

    `name` is what the user wrote, shortened. `called` says that the provider is what a
    call of `fullname` gives (`Depends(require("admin"))`, `Depends(Check())`), `bound`
    that its first parameter is filled already (`Depends(limits.check)`). `given` names
    the parameters that `functools.partial` has filled by name, `filled` says how many by position.
    """

    name: str
    fullname: str
    called: bool = False
    bound: bool = False
    given: tuple[str, ...] = ()
    filled: int = 0

    @property
    def asked_as(self) -> str:
        """The full name, and whether it is what a call of that gives: `shop.auth.require()`."""
        return self.fullname + CALLED if self.called else self.fullname

    @property
    def told_as(self) -> Hashable:
        """The same for what has the same faults: a `partial` has not all of its function's."""
        return self.asked_as, self.given, self.filled

    @property
    def meant(self) -> Hashable:
        """The same for the same callable, by whatever name it was asked for."""
        return self[1:]


class Edge(NamedTuple):
    """A dependency: what `parameter` is filled by.

    `parameter` is None in `dependencies=[...]`. `provider` is None where it is not known,
    `oauth_scopes` where they are not literal. `family` is the package the marker is of.
    `position` is the line and column of the marker call if its module is being checked.
    `held` is the full name of the alias or variable that holds the marker, if one does. `shown` is
    what the marker was given, shortened, where `provider` does not say it.
    """

    parameter: str | None
    provider: Provider | None
    scope: Lifetime = None
    use_cache: bool = True
    oauth_scopes: tuple[str, ...] | None = ()
    family: str = ""
    position: tuple[int, int] | None = None
    held: str | None = None
    shown: str = ""


class Connection(NamedTuple):
    """A parameter that receives the connection or something that belongs to it."""

    parameter: str
    kind: ConnectionName
    has_default: bool = False


class Value(NamedTuple):
    """Any other parameter.

    `source` is the marker that says where it comes from (`Query`, `Path`, …), None where
    there is none; `is_renamed` says that it names the value itself, by `alias=`. `annotated`
    are all markers in its `Annotated`; the one that counts may have an `inner_default`, or
    stand outside: `is_default`. `says_more` tells that there is more in it, or that an alias,
    a variable or an attribute may hold more; `buries` that a marker stands within its type, where
    it is lost. `type` is None where it is not known: a local function elsewhere.
    """

    parameter: str
    type: Type | None
    has_default: bool
    source: str | None = None
    is_renamed: bool = False
    inner_default: bool = False
    is_default: bool = False
    annotated: tuple[str, ...] = ()
    says_more: bool = False
    buries: bool = False


class Dependant(NamedTuple):
    """A callable as it was read.

    `kind` is None where it cannot be told, as for a stub. `path` and `line` say where it
    is defined; the line is known only where the definition is in memory. `is_scheme` says
    that it is a security scheme.
    """

    fullname: str
    name: str
    kind: Kind | None
    edges: tuple[Edge, ...] = ()
    connections: tuple[Connection, ...] = ()
    values: tuple[Value, ...] = ()
    path: str | None = None
    line: int | None = None
    is_scheme: bool = False
