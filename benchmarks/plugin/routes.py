"""The routes of the package that is measured, and the application that serves them.

What a handler asks for is said in the ways of real applications, in equal parts: in
`Annotated` by a name or by a module's attribute, as a default, by an alias of the module
itself or of the provider's module, by `Depends()` for a class; and in `dependencies=[...]`
of a route and of a router. Half of the routes are served by a router within a router.
"""

from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path

from benchmarks.plugin.package import (
    PROVIDER_MODULES,
    Family,
    Provider,
    annotated,
    nth,
    providers,
    write_module,
)

ROUTE_MODULES = 39
HANDLERS = 26
"""In each module of routes; the last module is the application."""
ALIASES = 5
"""In each module of routes."""


class Form(IntEnum):
    """How a handler says what it asks for."""

    ANNOTATED = 0
    DEFAULT = 1
    DOTTED = 2
    OWN_ALIAS = 3
    IMPORTED_ALIAS = 4
    CLASS = 5


def write(folder: Path, family: Family) -> None:
    """Write the package `shop` below `folder`."""
    shop = folder / "shop"
    shop.mkdir(parents=True)
    (shop / "__init__.py").touch()
    for index in range(PROVIDER_MODULES):
        write_module(shop, f"providers{index}", providers(family, index))
    for index in range(ROUTE_MODULES):
        write_module(shop, f"routes{index}", routes(family, index))
    write_module(shop, "main", _application(family))


def edit(folder: Path, family: Family, number: int) -> Path:
    """Change bodies and markers in one module of the package; give its path."""
    lines = routes(family, number % 4, edit=number)
    return write_module(folder / "shop", f"routes{number % 4}", lines)


def routes(family: Family, index: int, *, edit: int = 0) -> Iterator[str]:
    """Yield the lines of a module of routes; another `edit` changes bodies and markers."""
    handlers = [_asked(index, number, edit) for number in range(HANDLERS)]
    aliases = [nth(7 * index + 3 * number) for number in range(ALIASES)]
    handlers = [
        [(form, aliases[at % ALIASES] if form is Form.OWN_ALIAS else one) for form, one in asked]
        for at, asked in enumerate(handlers)
    ]
    yield "from typing import Annotated"
    if family.package:
        yield f"from {family.package} import {family.router}, Depends"
    yield from _imports(aliases, [pair for asked in handlers for pair in asked])
    for at, one in enumerate(aliases):
        yield f"Own{at} = {annotated(family, one)}"
    if family.package:
        listed = f"dependencies=[Depends({aliases[0].name})]"
        yield f'router = {family.router}(prefix="/{index}", {listed})'
        yield f"inner = {family.router}()"
    for number, asked in enumerate(handlers):
        yield from _handler(family, number, asked, aliases, edit)
    if family.package:
        yield 'router.include_router(inner, prefix="/inner")'


def _imports(aliases: list[Provider], asked: list[tuple[Form, Provider]]) -> Iterator[str]:
    """Yield what a module of routes imports, a line for each module."""
    names: dict[str, set[str]] = {}
    for one in aliases:
        names.setdefault(one.module, set()).update((one.value, one.name))
    for form, one in asked:
        said = {one.alias} if form is Form.IMPORTED_ALIAS else {one.value, one.name}
        if form is Form.DOTTED:
            said = {one.value}
        names.setdefault(one.module, set()).update({*said, one.value})
    for module in sorted(names):
        yield f"from .{module} import {', '.join(sorted(names[module]))}"
    yield f"from . import {', '.join(sorted({one.module for _, one in asked}))}"


def _handler(
    family: Family,
    number: int,
    asked: list[tuple[Form, Provider]],
    aliases: list[Provider],
    edit: int,
) -> Iterator[str]:
    """A handler that asks for three things, and has a small body."""
    parameters = [
        _parameter(family, name, *one, aliases)
        for name, one in zip(("first", "second", "third"), asked, strict=True)
    ]
    parameters.sort(key=lambda text: " = " in text)
    if family.package:
        router = "inner" if number % 2 else "router"
        listed = f", dependencies=[Depends({aliases[1].name})]" if number % 3 == 0 else ""
        yield f'@{router}.get("/{number}/{{item_id}}"{listed})'
    value = asked[0][1].value
    given = ", ".join(["item_id: int", *parameters, "limit: int = 10"])
    yield f"async def handler{number}({given}) -> dict[str, int]:"
    yield f"    names = [second.name for _ in range(limit + {edit})]"
    yield "    total = sum(len(name) for name in names) + third.number"
    yield f'    if total > limit:\n        return {{"{value}": total}}'
    yield "    return {first.name: item_id}"


def _parameter(
    family: Family, name: str, form: Form, one: Provider, aliases: list[Provider]
) -> str:
    match form:
        case Form.DEFAULT if family.package:
            return f"{name}: {one.value} = Depends({one.name})"
        case Form.DOTTED:
            return f"{name}: {annotated(family, one, f'{one.module}.{one.name}')}"
        case Form.OWN_ALIAS:
            return f"{name}: Own{aliases.index(one)}"
        case Form.IMPORTED_ALIAS:
            return f"{name}: {one.alias}"
        case Form.CLASS:
            return f"{name}: {annotated(family, one, '')}"
    return f"{name}: {annotated(family, one)}"


def _asked(index: int, number: int, edit: int) -> list[tuple[Form, Provider]]:
    """What a handler asks for, and how."""
    found = []
    for at in range(3):
        form = Form((number + 2 * at + number // len(Form)) % len(Form))
        one = nth(31 * index + 7 * number + 11 * at + edit)
        if form is Form.CLASS:
            one = nth(one.number - one.number % 5 + 4)
        found.append((form, one))
    return found


def _application(family: Family) -> Iterator[str]:
    """The module that includes every router."""
    for index in range(ROUTE_MODULES):
        yield f"from . import routes{index}"
    if family.package:
        yield f"from {family.package} import {family.application}"
        yield f"app = {family.application}()"
        for index in range(ROUTE_MODULES):
            yield f'app.include_router(routes{index}.router, prefix="/v1")'
