"""A package of modules that provide and ask, as data that an edit can change.

Each module provides under names of its own and asks other modules for theirs, in every
form and by every way of importing. Most of what it says is wrong somewhere: mistakes that
come and go are what the modes must agree on. `writing.py` gives its text.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Final

MODULES: Final = 20
BASE: Final = 5
"""The first modules ask nobody above them: mypy is not sure of star imports within a cycle."""

TYPES: Final = ("Apple", "Bread", "Cider")

KINDS: Final = (
    *("function", "coroutine", "generator", "async generator", "iterator", "class"),
    *("instance", "cached", "scheme", "method", "factory", "untyped", "partial"),
    *("swallowing", "twice", "context manager", "abstract", "fields", "check", "maker"),
)
"""What a provider can be."""

FORMS: Final = (
    *("annotated", "default", "string", "field", "method", "nested", "alias", "variable"),
    *("given", "handed", "list", "route", "path", "included", "websocket", "override"),
    *("override elsewhere", "stream", "response", "task", "called", "both", "two", "beside"),
    *("security", "letters", "hidden", "ignored", "made"),
)
"""How a module can ask for something."""

IMPORTS: Final = ("from package", "import", "name", "exports", "star", "late", "guarded")

SCOPES: Final = (*("",) * 7, *("function", "request", "lifespan") * 2, "no")

PLAIN: Final = (
    *("", "", "", "request: Request", "socket: WebSocket", "limit: int = 3", "word: str"),
    *("thing: Apple", "bare", "*rest: int", "word: Annotated[str, Path()]"),
    *("item: Annotated[int, Query()]", "scopes: SecurityScopes", "first: int, /"),
)
"""What a provider takes beside its dependencies."""

PREFIXES: Final = ("", "", "/{word}", "/{item}", "/shop")


@dataclass
class Ask:
    """One dependency: whom it asks, and what it declares."""

    module: int
    number: int
    declared: str
    form: str
    scope: str


@dataclass
class Provider:
    """One provider, its own dependencies, and what else it takes."""

    kind: str
    provides: str
    asks: list[Ask]
    plain: str
    silent: bool = False
    renamed: bool = False


@dataclass
class Module:
    """One module; `exists` is false after it was deleted, `broken` while it cannot be parsed."""

    family: str
    imports: str
    providers: list[Provider]
    asks: list[Ask]
    includes: int
    prefix: str = ""
    lazy: bool = False
    blank_lines: int = 0
    hides_last: bool = False
    is_stub: bool = False
    exists: bool = True
    broken: bool = False


@dataclass
class Program:
    """The package: its modules, and which class `Cider` derives from."""

    random: Random
    modules: list[Module] = field(default_factory=list)
    cider_is: str = "Apple"

    def __post_init__(self) -> None:
        self.modules += [self.new_module() for _ in range(MODULES)]

    def new_module(self) -> Module:
        """Make up a module."""
        return Module(
            family=self.random.choice(("fastapi", "typed_depends")),
            imports=self.random.choice(IMPORTS),
            providers=[self.new_provider() for _ in range(3)],
            asks=[self.new_ask() for _ in range(4)],
            includes=self.random.randrange(MODULES),
            prefix=self.random.choice(PREFIXES),
            lazy=self.random.random() < 0.3,
        )

    def new_provider(self) -> Provider:
        """Make up a provider."""
        return Provider(
            kind=self.random.choice(KINDS),
            provides=self.random.choice(TYPES),
            asks=[self.new_ask() for _ in range(self.random.choice((0, 0, 1, 1, 2)))],
            plain=self.random.choice(PLAIN),
            silent=self.random.random() < 0.5,
        )

    def new_ask(self) -> Ask:
        """Make up a dependency, more often right than not, and rather of a near module."""
        module = self.random.randrange(self.random.choice((BASE, MODULES)))
        number = self.random.randrange(3)
        declared = self.random.choice(TYPES)
        if module < len(self.modules) and self.random.random() < 0.6:
            declared = self.modules[module].providers[number].provides
        scope = self.random.choice(SCOPES)
        return Ask(module, number, declared, self.random.choice(FORMS), scope)
