"""What each probe asks, kept beside the tree it is woven into.

A site names its owner by line and column, never by node: the daemon replaces
nodes of a tree by their older twins.
"""

from enum import Enum, auto
from typing import NamedTuple

from mypy.nodes import CallExpr, Context

from mypy_plugin.weaving.statements import Position, Survey


class Question(Enum):
    """What a probe is there for."""

    MARKER = auto()
    """Judge the marker call against the declared type."""
    VARIABLE = auto()
    """Judge a variable used as a default, if it holds a dependency."""
    ALIAS = auto()
    """Judge an alias with type variables where it is given types."""
    PROVIDED = auto()
    """Give the provided type of a marker call to the ledger that is judged elsewhere."""
    REMEMBER = auto()
    """Give the provided type of the marker call to the ledger."""
    LISTED = auto()
    """Judge a marker call that fills no parameter, as in `dependencies=[Depends(f)]`."""
    ITEM = auto()
    """Judge what is no marker in the `dependencies=[...]` of `super().__init__`."""
    REPLACED = auto()
    """Judge a call of a fixture that nothing annotates, as in `override_dependency(app, f, g)`."""
    FACTS = auto()
    """Enter what the module's dependants ask for into the ledger."""
    PLAIN = auto()
    """Judge every plain marker of the module."""
    RESOLVE = auto()
    """Only let mypy resolve the names: a later marker takes the parameter."""
    BURIED = auto()
    """Nothing: a marker within another type is lost, which needs no probe to be told."""


class Site(NamedTuple):
    """One probe: its question, its owner, and which parameter of the owner it fills."""

    question: Question
    owner: Position
    slot: int | None = None


class Shape(NamedTuple):
    """What alike markers say: `keywords` are names with what stands behind them.

    `provider_at` is how far from the marker's beginning the provider's name stands, None
    where it is not said: `Depends()` means the class that is declared. `length` is how long
    the whole is.
    """

    marker: str
    provider: str
    provider_at: int | None
    length: int
    keywords: tuple[tuple[str, str, int], ...]


class Plain(NamedTuple):
    """A plain marker, which has no probe of its own, and where it stands."""

    shape: Shape
    site: Site
    line: int
    column: int
    is_default: bool


class Woven:
    """The probes of one module, each with its site, and its plain markers.

    `survey` is what the weaver saw, before the daemon replaced any node.
    `defaults` are the marker calls that stand inside a probe as a default or the value
    of a field, `listed` those that fill no parameter, `statements` those that mypy sees
    only because they were woven in.
    `annotated` names the markers, of all sources, in the `Annotated` of a parameter or a field;
    `renamed` are the parameters that are read by another name there, and `inner_defaults`
    those whose marker is given a default there, and `buried` those with a marker
    in an `Annotated` within another type. `placeholders` are those of all its paths.
    """

    def __init__(self) -> None:
        self.sites: dict[CallExpr, Site] = {}
        self.plain: list[Plain] = []
        self.survey: Survey | None = None
        self.defaults: set[Context] = set()
        self.listed: set[Context] = set()
        self.statements: set[Context] = set()
        self.annotated: dict[tuple[Position, int | None], tuple[str, ...]] = {}
        self.renamed: set[tuple[Position, int | None]] = set()
        self.inner_defaults: set[tuple[Position, int | None]] = set()
        self.buried: set[tuple[Position, int | None]] = set()
        self.placeholders: frozenset[str] = frozenset()
