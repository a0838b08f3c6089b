"""A random package as data: providers, what they ask for, routes, overrides.

Knows nothing of text, mypy or running. Everything is frozen, so that a smaller program is
made by replacing parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .choices import CLASS_KINDS, OPAQUE_KINDS


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
    partial: bool = False


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
    untyped: bool = False
    """Whether it does not say what it returns."""

    @property
    def name(self) -> str:
        """Its name in its module."""
        return f"p{self.number}"

    @property
    def what(self) -> str:
        """The last word of its kind."""
        return self.kind.rpartition(" ")[2]

    @property
    def is_class(self) -> bool:
        """Whether it is a class, so that it can be declared as itself."""
        return self.what in CLASS_KINDS

    @property
    def opaque(self) -> bool:
        """Whether it can be declared as nothing but itself."""
        return self.what in OPAQUE_KINDS

    @property
    def says_nothing(self) -> bool:
        """Whether nobody knows what it provides."""
        return self.untyped and not self.is_class

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
    added: str = "decorator"
    asynchronous: bool = False
    streams: bool = False
    answer: str = "None"
    prefixed: str = ""
    """How it takes the placeholder of its router's prefix."""
    untyped: bool = False
    controller: int | None = None
    """The provider, a class, whose method it is."""

    @property
    def name(self) -> str:
        """Its name in its module."""
        return f"r{self.number}"

    @property
    def path(self) -> str:
        """Its path, with what stands in braces."""
        return f"/{self.name}/{{i{self.name}}}" if self.placeholder else f"/{self.name}"


@dataclass(frozen=True)
class Including:
    """What a module's router, and who includes it, say about its routes.

    `prefix` is said by the router itself ("own"), or by who includes it ("given"): the router of
    the module `parent`, or the application.
    """

    listed: tuple[Ask, ...] = ()
    included: tuple[Ask, ...] = ()
    prefix: str = ""
    placeholder: bool = False
    parent: int | None = None


@dataclass(frozen=True)
class Override:
    """One entry of `dependency_overrides`; `slip` says how it is wrong, `place` where it is."""

    original: int
    replacement: int | None = None
    slip: str = ""
    place: str = "here"


@dataclass(frozen=True)
class Program:
    """A package, written for one family of markers."""

    seed: int
    family: str
    modules: int
    late: tuple[int, ...]
    styles: tuple[str, ...]
    """How each module imports."""
    providers: tuple[Provider, ...]
    routes: tuple[Route, ...]
    listed: tuple[Ask, ...] = ()
    overrides: tuple[Override, ...] = ()
    including: tuple[Including, ...] = ()
    factory: bool = False
    """Whether the application is made in a function."""

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
        for router in self.including:
            yield from (*router.listed, *router.included)
        for one in self.parts():
            yield from one.asks
        for route in self.routes:
            yield from route.listed

    def routers(self, module: int | None) -> tuple[int, ...]:
        """Return the modules whose routers are around the routes of a module, from the outside."""
        if module is None:
            return ()
        return (*self.routers(self.including[module].parent), module)

    def asks_of(self, route: Route) -> Iterator[Ask]:
        """Yield all that a route asks for, wherever that is said."""
        yield from self.listed
        for module in self.routers(route.module):
            yield from (*self.including[module].included, *self.including[module].listed)
        yield from (*route.listed, *route.asks)
        if route.controller is not None:
            yield Ask(route.controller)

    def prefix(self, module: int) -> str:
        """Return what the routers of a module say before its paths, or is said of it."""
        said = self.including[module]
        return f"/m{module}{f'/{{t{module}}}' * said.placeholder}" if said.prefix else ""

    def path(self, route: Route) -> str:
        """Return the path that is called."""
        return "".join(map(self.prefix, self.routers(route.module))) + route.path


def with_part(program: Program, part: Provider | Route, **changes: object) -> Program:
    """Return the program with one provider or route changed."""
    changed = replace(part, **changes)  # type: ignore[arg-type]
    if isinstance(changed, Route):
        routes = tuple(changed if one == part else one for one in program.routes)
        return replace(program, routes=routes)
    providers = tuple(changed if one == part else one for one in program.providers)
    return replace(program, providers=providers)


FOLLOWED = frozenset(
    {"", "unread", "two markers", "default beside", "lost default"} | {"two places", "letters"}
)
"""Slips below which the running program still looks."""


def reached(program: Program, *, overridden: bool = False, plainly: bool = False) -> set[int]:
    """Return the providers to which a way without slips leads from a route.

    What is `overridden` counts as reached, but not what it asks for. Reached `plainly` is what
    some marker on the way names itself, and no partial of it.
    """
    replaced = {one.original: one.replacement for one in program.overrides if overridden}
    waiting = [ask for route in program.routes for ask in program.asks_of(route)]
    seen: set[tuple[int, bool]] = set()
    while waiting:
        ask = waiting.pop()
        if ask.slip in FOLLOWED and (ask.to, ask.partial) not in seen:
            seen.add((ask.to, ask.partial))
            runs = ask.to if ask.partial else replaced.get(ask.to, ask.to)
            waiting += () if runs is None else program.provider(runs).asks
    return {number for number, partial in seen if not (plainly and partial)}


def below(program: Program, number: int) -> set[int]:
    """Return a provider and all that it leads to."""
    seen: set[int] = set()
    waiting = [number]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += (ask.to for ask in program.provider(one).asks)
    return seen


def unreached(program: Program) -> set[int]:
    """Return the providers to which no way without slips leads from a route."""
    return {one.number for one in program.providers} - reached(program)
