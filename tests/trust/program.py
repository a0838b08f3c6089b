"""A random package as data: providers, what they ask for, routes, overrides.

Knows nothing of text, mypy or running. Everything is frozen, so that a smaller program is
made by replacing parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

GOODS: Final = {
    "Apple": "Apple()",
    "Pippin": "Pippin()",
    "Bread": "Bread()",
    "Box[Apple]": "Box(Apple())",
    "Box[Bread]": "Box(Bread())",
    "int": "3",
    "bool": "True",
    "float": "2.5",
    "str": '"x"',
    "Literal['a']": '"a"',
    "list[Apple]": "[Apple()]",
    "list[Bread]": "[Bread()]",
    "Sequence[Apple]": "(Apple(),)",
    "Apple | None": "None",
    "None": "None",
    "dict[str, int]": '{"x": 1}',
    "Basket": 'Basket(name="x")',
    "Colour": "Colour.RED",
    "tuple[int, str]": '(1, "x")',
    "type[Apple]": "Apple",
    "Callable[[], Apple]": "grow",
    "Iterator[Apple]": "iter([Apple()])",
}
"""What a provider may provide, and a value that is of this type and of no narrower one."""

ALSO: Final = {
    "Apple": ("Apple | None", "Eaten"),
    "Pippin": ("Apple", "Apple | None", "Eaten"),
    "int": ("float",),
    "bool": ("int", "float"),
    "Literal['a']": ("str",),
    "list[Apple]": ("Sequence[Apple]",),
    "None": ("Apple | None",),
    "type[Apple]": ("Callable[[], Apple]",),
}
"""What else each may be declared as; `object` and `Any` go without saying."""

DECLARED: Final = (*GOODS, "Eaten", "object", "Any")

CLASSES: Final = ("Apple", "Pippin", "Bread")
"""Types that a class may derive from."""

KINDS: Final = (
    *("function", "coroutine", "generator", "async generator") * 3,
    *("class", "dataclass", "generic", "instance", "async instance", "yielding instance"),
    *("method", "static", "partial", "wrapped", "wrapped generator", "cached", "factory"),
)
BARE_KINDS: Final = frozenset({"cached", "factory"})
"""Kinds that take no parameters."""
CLASS_KINDS: Final = frozenset({"class", "dataclass", "generic"})

OWN: Final = "own class"
"""Declared as the very class that is the provider."""

SOUND_VALUES: Final = {
    "query": "int",
    "query default": "int = 3",
    "query optional": "str | None = None",
    "query marked": "Annotated[int, Query(ge=0)]",
    "query list": "Annotated[list[int], Query()]",
    "query as default": "int = Query(ge=0)",
    "header": "Annotated[str, Header()]",
    "cookie": "Annotated[str, Cookie()] = ''",
    "connection": "HTTPConnection",
}
HTTP_VALUES: Final = {
    "request": "Request",
    "response": "Response",
    "background": "BackgroundTasks",
    "oauth": "SecurityScopes",
}
WRONG_VALUES: Final = {
    "args": "*{}: int",
    "kwargs": "**{}: int",
    "positional": "{}: int, /",
    "unfillable": "{}: Bread",
    "unfillable list": "{}: list[Bread] | None",
    "unfillable marked": "{}: Annotated[Bread, Query()]",
    "socket": "{}: WebSocket",
    "request": "{}: Request",
    "path": "{}: Annotated[int, Path()]",
    "marked connection": "{}: Annotated[Request, Query()]",
    "inside": "{}: Annotated[int, Query(default=3)]",
    "lost": '{}: "Hidden"',
}

SLIPS: Final = (
    "called",
    "text",
    "number",
    "nothing",
    "two places",
    "two markers",
    "default beside",
    "unknown scope",
    "letters",
    "abstract",
    "protocol",
    "manager",
    "lost",
    "lost default",
    "no signature",
)
"""Ways to get a marker wrong."""

OVERRIDE_SLIPS: Final = (
    "lambda with parameter",
    "mock",
    "not callable",
    "called original",
    "called replacement",
)


@dataclass(frozen=True)
class Ask:
    """One dependency: whom it asks, what it declares, how it is written."""

    to: int
    declared: str = "Any"
    form: str = "annotated"
    scope: str | None = None
    use_cache: bool = True
    oauth: tuple[str, ...] = ()
    slip: str = ""


@dataclass(frozen=True)
class Value:
    """A parameter that is no dependency, by its key in one of the tables."""

    kind: str
    wrong: bool = False


@dataclass(frozen=True)
class Provider:
    """One provider."""

    number: int
    module: int
    kind: str
    provides: str
    asks: tuple[Ask, ...] = ()
    values: tuple[Value, ...] = ()

    @property
    def name(self) -> str:
        """Its name in its module."""
        return f"p{self.number}"

    @property
    def yields(self) -> bool:
        """Whether it has a clean-up."""
        return "generator" in self.kind or "yielding" in self.kind


@dataclass(frozen=True)
class Route:
    """One endpoint. `module` is `None` for one of the application itself."""

    number: int
    module: int | None
    method: str = "get"
    asks: tuple[Ask, ...] = ()
    values: tuple[Value, ...] = ()
    listed: tuple[Ask, ...] = ()
    placeholder: str = ""

    @property
    def name(self) -> str:
        """Its name in its module."""
        return f"r{self.number}"

    @property
    def path(self) -> str:
        """Its path, with what stands in braces."""
        return f"/{self.name}/{{i{self.name}}}" if self.placeholder else f"/{self.name}"


@dataclass(frozen=True)
class Override:
    """One entry of `dependency_overrides`; `slip` says how it is wrong."""

    original: int
    replacement: int | None = None
    slip: str = ""


@dataclass(frozen=True)
class Program:
    """A package, written for one family of markers."""

    seed: int
    family: str
    modules: int
    late: tuple[int, ...]
    dotted: tuple[int, ...]
    providers: tuple[Provider, ...]
    routes: tuple[Route, ...]
    listed: tuple[Ask, ...] = ()
    overrides: tuple[Override, ...] = ()

    @property
    def package(self) -> str:
        """The name of its package."""
        return f"t{self.seed}"

    def provider(self, number: int) -> Provider:
        """Give a provider by its number."""
        return next(one for one in self.providers if one.number == number)

    def parts(self) -> "tuple[Provider | Route, ...]":
        """Return all providers and routes."""
        return (*self.providers, *self.routes)

    def asks(self) -> Iterator[Ask]:
        """Yield every dependency."""
        yield from self.listed
        for one in self.parts():
            yield from one.asks
        for route in self.routes:
            yield from route.listed


def with_part(program: Program, part: Provider | Route, **changes: object) -> Program:
    """Return the program with one provider or route changed."""
    changed = replace(part, **changes)  # type: ignore[arg-type]
    if isinstance(changed, Route):
        routes = tuple(changed if one == part else one for one in program.routes)
        return replace(program, routes=routes)
    providers = tuple(changed if one == part else one for one in program.providers)
    return replace(program, providers=providers)


FOLLOWED = frozenset({"", "two markers", "default beside", "lost default"})
"""Slips below which the running program still looks."""


def unreached(program: Program) -> set[int]:
    """Return the providers to which no way without slips leads from a route."""
    waiting = [*program.listed] if program.routes else []
    for route in program.routes:
        waiting += [*route.asks, *route.listed]
    seen: set[int] = set()
    while waiting:
        ask = waiting.pop()
        if ask.slip in FOLLOWED and ask.to not in seen:
            seen.add(ask.to)
            waiting += program.provider(ask.to).asks
    return {one.number for one in program.providers} - seen
