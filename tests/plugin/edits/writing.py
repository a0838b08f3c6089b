"""The text of a program: one module at a time, its imports, its providers, what it asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .asking import asking
from .program import BASE, Ask, Module, Program, Provider
from .providing import providing

GOODS: Final = "class Apple: ...\nclass Bread: ...\n"

HEAD: Final = """\
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Annotated
from starlette.background import BackgroundTasks
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.websockets import WebSocket
from .goods import Apple, Bread, Cider
if TYPE_CHECKING:
    from .goods import Apple as Hidden
"""

FAMILY: Final = {
    "fastapi": """\
from fastapi import APIRouter as Router, Depends, FastAPI as App, Path, Query, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes
""",
    "typed_depends": """\
from typed_depends import App, Depends, Path, Query, Router, Security, SecurityScopes
from typed_depends.security import HTTPAuthorizationCredentials, HTTPBearer
""",
}


def files(program: Program) -> dict[str, str]:
    """Give the text of every file of the package."""
    found = {
        "shop/__init__.py": "",
        "shop/goods.py": f"{GOODS}class Cider({program.cider_is}): ...\n",
        "shop/exports.py": "".join(
            f"from .shelf{index} import {name} as {name}\n"
            for index, module in enumerate(program.modules)
            for name in names(index, module)
            if module.exists
        ),
    }
    for index, module in enumerate(program.modules):
        if module.exists:
            rows = list(Writer(program, index, module).rows())
            suffix = "pyi" if module.is_stub else "py"
            if module.is_stub:  # warm, mypy takes the same text for the same file
                rows.append("# a stub")
            found[f"shop/shelf{index}.{suffix}"] = "\n".join(rows) + "\n"
    return found


def names(index: int, module: Module) -> list[str]:
    """Give the names of a module's providers."""
    return [
        f"{'renamed' if provider.renamed else 'provide'}{index}_{number}"
        for number, provider in enumerate(module.providers)
    ]


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
        yield HEAD + FAMILY[self.module.family] + "\n" * self.module.blank_lines
        late = self.module.imports == "late"
        if not late:
            yield from self.imports()
        yield f"app{self.index}: App = App()"
        prefix = f"prefix={self.module.prefix!r}" if self.module.prefix else ""
        yield f"router{self.index}: Router = Router({prefix})"
        own = names(self.index, self.module)
        for name, provider in zip(own, self.module.providers, strict=True):
            yield from providing(name, provider, self.parameters(provider))
        yield f"Given{self.index} = Annotated[Apple, Depends({own[0]})]"
        yield f"given{self.index} = Depends({own[1]})"
        if late:
            yield from self.imports()
        for number, ask in enumerate(self.module.asks):
            if self.answers(ask):
                yield from asking(self, f"use{self.index}_{number}", ask)
        if self.includes():
            yield f"app{self.index}.include_router({self.of(self.module.includes, 'router')})"
        if self.module.broken:
            yield "def ("
        yield f"__all__ = {own[: 2 if self.module.hides_last else 3]}"

    def target(self, ask: Ask) -> int:
        """Give the module a dependency asks."""
        return ask.module if self.index >= BASE else ask.module % (self.index + 1)

    def includes(self) -> bool:
        """Tell whether this module's application can include the router it would."""
        other = self.program.modules[self.module.includes]
        return other.exists and other.family == self.module.family

    def answers(self, ask: Ask) -> bool:
        """Tell whether the module a dependency asks is there."""
        return self.program.modules[self.target(ask)].exists

    def asked(self) -> set[int]:
        """Give the other modules this one asks."""
        asks = [*self.module.asks, *(ask for p in self.module.providers for ask in p.asks)]
        return {self.target(ask) for ask in asks if self.answers(ask)} - {self.index}

    def imports(self) -> Iterator[str]:
        """Yield the imports of what is asked for."""
        if self.includes() and self.module.includes != self.index:
            yield f"import shop.shelf{self.module.includes}"
        for other in sorted(self.asked()):
            own = ", ".join(names(other, self.program.modules[other]))
            yield f"import shop.shelf{other}"
            match self.module.imports:
                case "from package":
                    yield f"from . import shelf{other}"
                case "import":
                    pass
                case "exports" if self.index >= BASE:
                    yield f"from .exports import {own}"
                case "star" if other < BASE:
                    yield f"from .shelf{other} import *"
                case "guarded":
                    yield f"if TYPE_CHECKING:\n    from .shelf{other} import {own}"
                case _:
                    yield f"from .shelf{other} import {own}"

    def name(self, ask: Ask) -> str:
        """Give how this module names what it asks."""
        module = self.target(ask)
        name = names(module, self.program.modules[module])[ask.number]
        if module == self.index:
            return name
        match self.module.imports:
            case "from package":
                return f"shelf{module}.{name}"
            case "import":
                return f"shop.shelf{module}.{name}"
        return name

    def of(self, module: int, name: str) -> str:
        """Give how this module names another one's application, router or alias."""
        return f"{name}{module}" if module == self.index else f"shop.shelf{module}.{name}{module}"

    def marker(self, ask: Ask) -> str:
        """Give the marker of a dependency."""
        scope = "function" if ask.form in ("stream", "response", "task") else ask.scope
        if scope == "lifespan" and self.module.family == "fastapi":
            scope = "request"
        provider = self.program.modules[self.target(ask)].providers[ask.number]
        asked = f"{self.name(ask)}({'3' * (provider.kind == 'check')})"
        called = asked if provider.kind in ("check", "maker") else self.name(ask)
        return f"Depends({called}{f', scope={scope!r}' if scope else ''})"

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
        comes_last = "=" in provider.plain or provider.plain.startswith("*")
        parts = [*dependencies, *plain] if comes_last else [*plain, *dependencies]
        return ", ".join(parts)
