"""The plainest package of the same size: fifty modules above one another, every marker a name.

Each module's providers ask for those of the module below, each handler for three of its own
or of the module below. What one look costs shows here, and what grows with the depth.
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.plugin.package import Family, write_module

LAYERS = 50
PROVIDERS = 4
"""In each layer, one of each kind."""
HANDLERS = 20
"""In each layer."""


def write(folder: Path, family: Family) -> None:
    """Write the package `shop` below `folder`."""
    shop = folder / "shop"
    shop.mkdir(parents=True)
    (shop / "__init__.py").touch()
    for layer in range(LAYERS):
        write_module(shop, f"layer{layer}", _module(family, layer))
    write_module(shop, "main", _application(family))


def edit(folder: Path, family: Family, number: int) -> Path:
    """Change bodies and markers in one module of the package; give its path."""
    layer = LAYERS - 1 - number % 4
    return write_module(folder / "shop", f"layer{layer}", _module(family, layer, edit=number))


def _module(family: Family, layer: int, *, edit: int = 0) -> Iterator[str]:
    yield "from collections.abc import AsyncIterator, Iterator"
    yield "from typing import Annotated"
    if family.package:
        yield f"from {family.package} import Depends, {family.router}"
    if layer:
        below = [f"Value{layer - 1}_{at}, provide{layer - 1}_{at}" for at in range(PROVIDERS)]
        yield f"from .layer{layer - 1} import {', '.join(below)}"
    if family.package:
        yield f'router = {family.router}(prefix="/{layer}")'
    for at in range(PROVIDERS):
        yield f"class Value{layer}_{at}:"
        yield "    def __init__(self, number: int) -> None:\n        self.number = number"
    for at in range(PROVIDERS):
        yield _provider(family, layer, at)
    for number in range(HANDLERS):
        yield from _handler(family, layer, number, edit)


def _provider(family: Family, layer: int, at: int) -> str:
    """A provider of each kind in turn; it asks for one below and for the one before."""
    asked = [f"below: {_annotated(family, layer - 1, at)}"] if layer else []
    asked += [f"before: {_annotated(family, layer, at - 1)}"] if at else []
    name, value = f"provide{layer}_{at}({', '.join(asked)})", f"Value{layer}_{at}"
    match at:
        case 0:
            return f"def {name} -> {value}:\n    return {value}({at})"
        case 1:
            return f"async def {name} -> {value}:\n    return {value}({at})"
        case 2:
            return f"def {name} -> Iterator[{value}]:\n    yield {value}({at})"
    return f"async def {name} -> AsyncIterator[{value}]:\n    yield {value}({at})"


def _handler(family: Family, layer: int, number: int, edit: int) -> Iterator[str]:
    """A handler that asks for three things, one on a line, and has a small body."""
    other = layer - 1 if layer and number % 2 else layer
    asked = [(layer, number), (other, number + 1), (other, number + 2 + edit)]
    if family.package:
        yield f'@router.get("/{number}/{{item_id}}")'
    yield f"async def handler{number}(\n    item_id: int,"
    for name, (of, at) in zip(("first", "second", "third"), asked, strict=True):
        yield f"    {name}: {_annotated(family, of, at % PROVIDERS)},"
    yield "    limit: int = 10,\n) -> dict[str, int]:"
    yield f"    total = first.number + second.number + third.number + {edit}"
    yield '    return {"total": total} if total > limit else {"item": item_id}'


def _annotated(family: Family, layer: int, at: int) -> str:
    value = f"Value{layer}_{at}"
    return f"Annotated[{value}, Depends(provide{layer}_{at})]" if family.package else value


def _application(family: Family) -> Iterator[str]:
    if family.package:
        yield f"from {family.package} import {family.application}"
    yield f"from . import {', '.join(f'layer{layer}' for layer in range(LAYERS))}"
    if family.package:
        yield f"app = {family.application}()"
        for layer in range(LAYERS):
            yield f"app.include_router(layer{layer}.router)"
