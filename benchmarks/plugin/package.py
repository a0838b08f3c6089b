"""Make the package that is measured: 1,000 handlers, 200 providers, 50 modules, 3,300 markers.

Ten modules of providers, forty of routes. The markers stand where they stand in real
applications: as defaults, in `Annotated`, in aliases and in `dependencies=[...]`; most of
what is asked for comes from another module. No finding: what is measured is the proof.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROVIDER_MODULES = 10
PROVIDERS = 20
"""In each module of providers."""
DEPTH = 5
"""Providers below one another in a module; the first of them asks the module before."""
ROUTE_MODULES = 40
HANDLERS = 25
"""In each module of routes."""
ALIASES = 5
"""In each module of routes, each used by one handler."""
HANDLERS_IN_ALL = ROUTE_MODULES * HANDLERS
PROVIDERS_IN_ALL = PROVIDER_MODULES * PROVIDERS


@dataclass(frozen=True, slots=True)
class Family:
    """The words of a marker family; without a package, the same functions with no marker."""

    package: str
    router: str


FAMILIES = {
    "fastapi": Family("fastapi", "APIRouter"),
    "typed_depends": Family("typed_depends", "Router"),
    "none": Family("", ""),
}


def write(folder: Path, family: Family) -> None:
    """Write the package `shop` below `folder`."""
    shop = folder / "shop"
    shop.mkdir(parents=True)
    (shop / "__init__.py").touch()
    for index in range(PROVIDER_MODULES):
        text = "\n".join(_providers(family, index)) + "\n"
        (shop / f"providers{index}.py").write_text(text)
    for index in range(ROUTE_MODULES):
        (shop / f"routes{index}.py").write_text(routes(family, index))


def routes(family: Family, index: int, *, edit: int = 0) -> str:
    """Give the text of a module of routes; another `edit` changes a body and a marker."""
    return "\n".join(_routes(family, index, edit)) + "\n"


def _providers(family: Family, index: int) -> Iterator[str]:
    yield "from collections.abc import AsyncIterator, Iterator"
    yield "from dataclasses import dataclass"
    yield "from typing import Annotated"
    if family.package:
        yield f"from {family.package} import Depends"
    if index:
        last = f"{index - 1}_0"
        yield f"from .providers{index - 1} import Value{last}, provide{last}"
    for number in range(PROVIDERS):
        yield from _provider(family, index, number)


def _provider(family: Family, index: int, number: int) -> Iterator[str]:
    """One provider of each kind in turn; it asks for one or two that came before it."""
    name = f"{index}_{number}"
    before = [f"{index}_{number - 1}"] if number % DEPTH else [f"{index - 1}_0"]
    if number % DEPTH > 1:
        before.append(f"{index}_{number // DEPTH * DEPTH}")
    parameters = ", ".join(
        _annotated(family, f"v{i}", f"Value{other}", f"provide{other}")
        for i, other in enumerate(before)
        if index or number % DEPTH
    )
    yield f"@dataclass\nclass Value{name}:\n    number: int\n    name: str"
    made = f'Value{name}({number}, "{name}")'
    match number % 4:
        case 0:
            yield f"def provide{name}({parameters}) -> Value{name}:\n    return {made}"
        case 1:
            yield f"async def provide{name}({parameters}) -> Value{name}:\n    return {made}"
        case 2:
            yield f"def provide{name}({parameters}) -> Iterator[Value{name}]:\n    yield {made}"
        case _:
            yield f"async def provide{name}({parameters}) -> AsyncIterator[Value{name}]:"
            yield f"    yield {made}"


def _routes(family: Family, index: int, edit: int) -> Iterator[str]:
    yield "from typing import Annotated"
    if family.package:
        yield f"from {family.package} import {family.router}, Depends"
    aliases = [_nth(7 * index + 3 * number) for number in range(ALIASES)]
    asked = {name for number in range(HANDLERS) for name in _asked(index, number, edit)}
    for name in sorted(asked | set(aliases)):
        yield f"from .providers{name.partition('_')[0]} import Value{name}, provide{name}"
    if family.package:
        yield f"router = {family.router}()"
    for number, name in enumerate(aliases):
        yield _alias(family, f"Alias{number}", f"Value{name}", f"provide{name}")
    for number in range(HANDLERS):
        if family.package:
            yield f'@router.get("/{index}/{number}")'
        yield from _handler(family, index, number, edit)


def _handler(family: Family, index: int, number: int, edit: int) -> Iterator[str]:
    """A handler that asks for three things and has a small body."""
    first, second, third = _asked(index, number, edit)
    by_alias = number % (HANDLERS // ALIASES) == 0
    parameters = [
        _annotated(family, "first", f"Value{first}", f"provide{first}"),
        f"second: Alias{number * ALIASES // HANDLERS}"
        if by_alias
        else _annotated(family, "second", f"Value{second}", f"provide{second}"),
        _default(family, "third", f"Value{third}", f"provide{third}"),
        "limit: int = 10",
    ]
    yield f"async def handler{number}({', '.join(parameters)}) -> Value{first}:"
    yield f"    names = [second.name for _ in range(limit + {edit})]"
    yield "    total = sum(len(name) for name in names) + third.number"
    yield f"    if total > limit:\n        return Value{first}(total, second.name)"
    yield "    return first"


def _asked(index: int, number: int, edit: int) -> tuple[str, str, str]:
    """What a handler asks for, by the numbers of its providers."""
    start = 31 * index + 7 * number + edit
    return _nth(start), _nth(start + 11), _nth(start + 22)


def _nth(number: int) -> str:
    number %= PROVIDERS_IN_ALL
    return f"{number // PROVIDERS}_{number % PROVIDERS}"


def _annotated(family: Family, name: str, type_: str, provider: str) -> str:
    if not family.package:
        return f"{name}: {type_}"
    return f"{name}: Annotated[{type_}, Depends({provider})]"


def _default(family: Family, name: str, type_: str, provider: str) -> str:
    if not family.package:
        return f"{name}: {type_} = {type_}(0, '')"
    return f"{name}: {type_} = Depends({provider})"


def _alias(family: Family, name: str, type_: str, provider: str) -> str:
    if not family.package:
        return f"{name} = {type_}"
    return f"{name} = Annotated[{type_}, Depends({provider})]"
