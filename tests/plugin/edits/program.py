"""A package of modules that provide and ask, as data that an edit can change, and as text.

Each module provides under names of its own and asks other modules for theirs, in every
form and by every way of importing. Most of what it says is wrong somewhere: mistakes that
come and go are what the modes must agree on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

MODULES = 20
BASE = 5
"""The first modules ask nobody above them: mypy is not sure of star imports within a cycle."""
TYPES = ("Apple", "Bread", "Cider")
GOODS = "class Apple: ...\nclass Bread: ...\n"
KINDS = (
    *("function", "coroutine", "generator", "async generator", "iterator", "class"),
    *("instance", "cached", "scheme", "method", "factory", "untyped", "partial"),
)
FORMS = (
    *("annotated", "default", "string", "field", "method", "nested", "alias", "variable"),
    *("list", "route", "websocket", "override"),
)
IMPORTS = ("from package", "import", "name", "exports", "star", "late")
SCOPES = ("", "", "", "function", "request", "lifespan")
PLAIN = ("", "", "", "request: Request", "limit: int = 3", "word: str", "thing: Apple", "bare")


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


@dataclass
class Module:
    """One module; `exists` is false after it was deleted."""

    family: str
    imports: str
    providers: list[Provider]
    asks: list[Ask]
    lazy: bool = False
    blank_lines: int = 0
    hides_last: bool = False
    exists: bool = True


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
        )

    def new_provider(self) -> Provider:
        """Make up a provider."""
        return Provider(
            kind=self.random.choice(KINDS),
            provides=self.random.choice(TYPES),
            asks=[self.new_ask() for _ in range(self.random.choice((0, 0, 1, 1, 2)))],
            plain=self.random.choice(PLAIN),
        )

    def new_ask(self) -> Ask:
        """Make up a dependency, more often right than not."""
        module, number = self.random.randrange(MODULES), self.random.randrange(3)
        declared = self.random.choice(TYPES)
        if module < len(self.modules) and self.random.random() < 0.5:
            declared = self.modules[module].providers[number].provides
        scope = self.random.choice(SCOPES)
        return Ask(module, number, declared, self.random.choice(FORMS), scope)

    def files(self) -> dict[str, str]:
        """Give the text of every file of the package."""
        files = {
            "shop/__init__.py": "",
            "shop/goods.py": f"{GOODS}class Cider({self.cider_is}): ...\n",
            "shop/exports.py": "".join(
                f"from .shelf{index} import provide{index}_{number} as provide{index}_{number}\n"
                for index, module in enumerate(self.modules)
                for number in range(3)
                if module.exists
            ),
        }
        for index, module in enumerate(self.modules):
            if module.exists:
                rows = Writer(self, index, module).rows()
                files[f"shop/shelf{index}.py"] = "\n".join(rows) + "\n"
        return files


@dataclass
class Writer:
    """Writes one module."""

    program: Program
    index: int
    module: Module

    def rows(self) -> Iterator[str]:
        """Yield the lines of the module."""
        if self.module.lazy:
            yield "from __future__ import annotations"
        yield "from collections.abc import AsyncIterator, Callable, Iterator"
        yield "from functools import lru_cache, partial"
        yield "from typing import Annotated"
        yield "from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer"
        yield "from starlette.requests import Request"
        application = "FastAPI" if self.module.family == "fastapi" else "App"
        yield f"from {self.module.family} import {application}, Depends"
        yield "from .goods import Apple, Bread, Cider"
        yield from [""] * self.module.blank_lines
        imports = list(self.imports())
        if self.module.imports != "late":
            yield from imports
        yield f"app{self.index} = {application}()"
        for number, provider in enumerate(self.module.providers):
            yield from self.provider(f"provide{self.index}_{number}", provider)
        if self.module.imports == "late":
            yield from imports
        for number, ask in enumerate(self.module.asks):
            if self.answers(ask):
                yield from self.ask(number, ask)
        names = [f"provide{self.index}_{number}" for number in range(3)]
        yield f"__all__ = {names[: 2 if self.module.hides_last else 3]}"

    def target(self, ask: Ask) -> int:
        """Give the module a dependency asks."""
        return ask.module if self.index >= BASE else ask.module % (self.index + 1)

    def answers(self, ask: Ask) -> bool:
        """Tell whether the module a dependency asks is there."""
        return self.program.modules[self.target(ask)].exists

    def asked(self) -> set[int]:
        """Give the other modules this one asks."""
        asks = [*self.module.asks, *(ask for p in self.module.providers for ask in p.asks)]
        return {self.target(ask) for ask in asks if self.answers(ask)} - {self.index}

    def imports(self) -> Iterator[str]:
        """Yield the imports of what is asked for."""
        for other in sorted(self.asked()):
            names = ", ".join(f"provide{other}_{number}" for number in range(3))
            match self.module.imports:
                case "from package":
                    yield f"from . import shelf{other}"
                case "import":
                    yield f"import shop.shelf{other}"
                case "exports" if self.index >= BASE:
                    yield f"from .exports import {names}"
                case "star" if other < BASE:
                    yield f"from .shelf{other} import *"
                case _:
                    yield f"from .shelf{other} import {names}"

    def name(self, ask: Ask) -> str:
        """Give how this module names what it asks."""
        module = self.target(ask)
        name = f"provide{module}_{ask.number}"
        if module == self.index:
            return name
        match self.module.imports:
            case "from package":
                return f"shelf{module}.{name}"
            case "import":
                return f"shop.shelf{module}.{name}"
        return name

    def marker(self, ask: Ask) -> str:
        """Give the marker of a dependency."""
        scope = ask.scope
        if scope == "lifespan" and self.module.family == "fastapi":
            scope = "request"
        return f"Depends({self.name(ask)}{f', scope={scope!r}' if scope else ''})"

    def declared(self, ask: Ask) -> str:
        """Give the type a dependency declares."""
        provider = self.program.modules[self.target(ask)].providers[ask.number]
        return "HTTPAuthorizationCredentials" if provider.kind == "scheme" else ask.declared

    def annotated(self, ask: Ask) -> str:
        """Give the annotation of a dependency."""
        return f"Annotated[{self.declared(ask)}, {self.marker(ask)}]"

    def parameters(self, provider: Provider) -> str:
        """Give the parameters of a provider."""
        asks = [ask for ask in provider.asks if self.answers(ask)]
        dependencies = [f"a{number}: {self.annotated(ask)}" for number, ask in enumerate(asks)]
        plain = [provider.plain] if provider.plain else []
        parts = [*dependencies, *plain] if "=" in provider.plain else [*plain, *dependencies]
        return ", ".join(parts)

    def provider(self, name: str, provider: Provider) -> Iterator[str]:
        """Yield one provider."""
        made, parameters = provider.provides, self.parameters(provider)
        match provider.kind:
            case "function":
                yield f"def {name}({parameters}) -> {made}: return {made}()"
            case "coroutine":
                yield f"async def {name}({parameters}) -> {made}: return {made}()"
            case "generator":
                yield f"def {name}({parameters}) -> Iterator[{made}]: yield {made}()"
            case "async generator":
                yield f"async def {name}({parameters}) -> AsyncIterator[{made}]: yield {made}()"
            case "iterator":
                yield f"def {name}({parameters}) -> Iterator[{made}]: return iter([{made}()])"
            case "class":
                comma = ", " if parameters else ""
                yield f"class {name}({made}):"
                yield f"    def __init__(self{comma}{parameters}) -> None: ..."
            case "instance" | "method":
                comma = ", " if parameters else ""
                method = "__call__" if provider.kind == "instance" else "give"
                yield f"class Maker{name}:"
                yield f"    def {method}(self{comma}{parameters}) -> {made}: return {made}()"
                yield f"{name} = Maker{name}(){'' if provider.kind == 'instance' else '.give'}"
            case "cached":
                yield f"@lru_cache\ndef {name}({parameters}) -> {made}: return {made}()"
            case "scheme":
                yield f"{name} = HTTPBearer(auto_error={not provider.silent})"
            case "factory":
                yield f"def make_{name}() -> Callable[[], {made}]: return {made}"
                yield f"{name} = make_{name}()"
            case "untyped":
                yield f"def {name}({parameters}): return {made}()"
            case _:
                yield f"def whole_{name}({parameters}) -> {made}: return {made}()"
                yield f"{name} = partial(whole_{name})"

    def ask(self, number: int, ask: Ask) -> Iterator[str]:
        """Yield something that asks."""
        declared, marker, annotated = self.declared(ask), self.marker(ask), self.annotated(ask)
        use, app = f"use{self.index}_{number}", f"app{self.index}"
        match ask.form:
            case "annotated":
                yield f"def {use}(a: {annotated}) -> None: ..."
            case "default":
                yield f"def {use}(a: {declared} = {marker}) -> None: ..."
            case "string":
                yield f'def {use}(a: "{annotated}") -> None: ...'
            case "field":
                yield f"class {use}:\n    a: {annotated}"
            case "method":
                yield f"class {use}:\n    def use(self, a: {annotated}, *, b: int = 0) -> None: ..."
            case "nested":
                yield f"def {use}() -> None:\n    def inner(a: {annotated}) -> None: ..."
            case "alias":
                yield f"Alias_{use} = {annotated}\ndef {use}(a: Alias_{use}) -> None: ..."
            case "variable":
                yield f"value_{use} = {marker}"
                yield f"def {use}(a: {declared} = value_{use}) -> None: ..."
            case "list":
                yield f'@{app}.get("/{number}", dependencies=[{marker}])'
                yield f"def {use}() -> None: ..."
            case "route":
                yield f'@{app}.get("/{number}")\ndef {use}(a: {annotated}) -> None: ...'
            case "websocket":
                yield f'@{app}.websocket("/{number}")'
                yield f"async def {use}(a: {annotated}) -> None: ..."
            case _:
                replacement = f"provide{self.index}_{number % 3}"
                yield f"{app}.dependency_overrides[{self.name(ask)}] = {replacement}"
