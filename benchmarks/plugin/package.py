"""Make the package that is measured: 1,000 handlers, 200 providers, 50 modules, 3,300 markers.

Ten modules of providers, forty of routes; `routes.py` beside this writes those. Providers are
of each kind in turn, most of what is asked for comes from another module. No finding: what
is measured is the proof.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROVIDER_MODULES = 10
PROVIDERS = 20
"""In each module of providers."""
DEPTH = 5
"""Providers below one another in a module; the first of them asks the module before."""
PROVIDERS_IN_ALL = PROVIDER_MODULES * PROVIDERS
CLASS = 4
"""Every fifth provider is a class that asks for what its constructor takes."""


@dataclass(frozen=True, slots=True)
class Family:
    """The words of a marker family; without a package, the same functions with no marker."""

    package: str
    router: str
    application: str


FAMILIES = {
    "fastapi": Family("fastapi", "APIRouter", "FastAPI"),
    "typed_depends": Family("typed_depends", "Router", "App"),
    "none": Family("", "", ""),
}


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider by its number in the whole package."""

    number: int

    @property
    def module(self) -> str:
        """The module that defines it."""
        return f"providers{self.number // PROVIDERS}"

    @property
    def value(self) -> str:
        """The class of what it provides."""
        return f"Value{self.number}"

    @property
    def is_class(self) -> bool:
        """Whether it is the class itself."""
        return self.number % DEPTH == CLASS

    @property
    def name(self) -> str:
        """What stands in `Depends(...)`."""
        return self.value if self.is_class else f"provide{self.number}"

    @property
    def alias(self) -> str:
        """The alias that its module has for a parameter it fills."""
        return f"Given{self.number}"


def nth(number: int) -> Provider:
    """Give a provider; past the last one the first comes again."""
    return Provider(number % PROVIDERS_IN_ALL)


def annotated(family: Family, provider: Provider, said: str | None = None) -> str:
    """Give the annotation of a parameter; `said` is what stands in `Depends(...)`."""
    if not family.package:
        return provider.value
    said = provider.name if said is None else said
    return f"Annotated[{provider.value}, Depends({said})]"


def providers(family: Family, index: int) -> Iterator[str]:
    """Yield the lines of a module of providers."""
    first = index * PROVIDERS
    yield "from collections.abc import AsyncIterator, Iterator"
    yield "from typing import Annotated"
    if family.package:
        yield f"from {family.package} import Depends"
    if index:
        last = nth(first - PROVIDERS)
        yield f"from .{last.module} import {', '.join(sorted({last.value, last.name}))}"
    for number in range(first, first + PROVIDERS):
        yield from _provider(family, Provider(number))


def _provider(family: Family, one: Provider) -> Iterator[str]:
    """One provider; it asks for one or two that came before it."""
    place = one.number % PROVIDERS
    before = [nth(one.number - (1 if place % DEPTH else PROVIDERS + place))]
    if place % DEPTH > 1:
        before.append(nth(one.number - place % DEPTH))
    if one.number < PROVIDERS and not place % DEPTH:
        before = []
    parameters = [f"v{at}: {annotated(family, other)}" for at, other in enumerate(before)]
    yield f"class {one.value}:"
    if one.is_class:
        yield f"    def __init__(self, {', '.join(parameters)}, limit: int = 10) -> None:"
        yield "        self.number = limit\n        self.name = v0.name"
    else:
        yield "    def __init__(self, number: int, name: str) -> None:"
        yield "        self.number = number\n        self.name = name"
        yield from _function(one, ", ".join(parameters))
    yield f"{one.alias} = {annotated(family, one)}"


def _function(one: Provider, parameters: str) -> Iterator[str]:
    made = f'{one.value}({one.number}, "{one.name}")'
    match one.number % DEPTH:
        case 0:
            yield f"def {one.name}({parameters}) -> {one.value}:\n    return {made}"
        case 1:
            yield f"async def {one.name}({parameters}) -> {one.value}:\n    return {made}"
        case 2:
            yield f"def {one.name}({parameters}) -> Iterator[{one.value}]:\n    yield {made}"
        case _:
            yield f"async def {one.name}({parameters}) -> AsyncIterator[{one.value}]:"
            yield f"    yield {made}"


def write_module(folder: Path, name: str, lines: Iterator[str]) -> Path:
    """Write one module; give its path."""
    path = folder / f"{name}.py"
    path.write_text("\n".join(lines) + "\n")
    return path
