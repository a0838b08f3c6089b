"""The text of one use of a dependency, in every form there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .program import Ask

if TYPE_CHECKING:
    from .writing import Writer


def asking(writer: Writer, use: str, ask: Ask) -> Iterator[str]:
    """Yield the lines of something that asks, named `use`."""
    declared, marker, annotated = writer.declared(ask), writer.marker(ask), writer.annotated(ask)
    index, asked = writer.index, writer.name(ask)
    number, target = use.rpartition("_")[2], writer.target(ask)
    app, router = f"app{index}", f"router{index}"
    replacement = f"provide{index}_{int(number) % 3}"
    match ask.form:
        case "annotated":
            yield f"def {use}(a: {annotated}) -> None: ..."
        case "default":
            yield f"def {use}(a: {declared} = {marker}) -> None: ..."
        case "string":
            yield f'def {use}(a: "{annotated}") -> None: ...'
        case "hidden":
            yield f'def {use}(a: "Annotated[Hidden, {marker}]", b: "Hidden") -> None: ...'
        case "ignored":
            yield f"def {use}(a: {annotated}) -> None: ...  # type: ignore[depends-type]"
        case "field":
            yield f"class {use}:\n    a: {annotated}"
            yield f"def of_{use}(made: Annotated[{use}, Depends()]) -> None: ..."
        case "method":
            yield f"class {use}:\n    def use(self, a: {annotated}, *, b: int = 0) -> None: ..."
        case "nested":
            yield f"def {use}() -> None:\n    def inner(a: {annotated}) -> None: ..."
        case "alias":
            yield f"Alias_{use} = {annotated}\ndef {use}(a: Alias_{use}) -> None: ..."
        case "variable":
            yield f"value_{use} = {marker}"
            yield f"def {use}(a: {declared} = value_{use}) -> None: ..."
        case "given":
            yield f"def {use}(a: {writer.of(target, 'Given')}) -> None: ..."
        case "handed":
            yield f"def {use}(a: {declared} = {writer.of(target, 'given')}) -> None: ..."
        case "made":
            yield f"def make_{use}(level: int) -> Callable[..., {declared}]:"
            yield f"    def inner(a: {annotated}) -> {declared}: return a"
            yield "    return inner"
            yield f"def {use}(a: Annotated[Bread, Depends(make_{use}(3))]) -> None: ..."
        case "list":
            yield f'@{app}.get("/{number}", dependencies=[{marker}])'
            yield f"def {use}() -> None: ..."
        case "route":
            yield f'@{app}.get("/{number}")\ndef {use}(a: {annotated}) -> None: ...'
        case "path":
            yield f'@{app}.get("/{number}/{{word}}")\ndef {use}(a: {annotated}) -> None: ...'
        case "included":
            yield f'@{router}.get("/{number}/{{item}}")\ndef {use}(a: {annotated}) -> None: ...'
        case "websocket":
            yield f'@{app}.websocket("/{number}")'
            yield f"async def {use}(a: {annotated}) -> None: ..."
        case "override":
            yield f"{app}.dependency_overrides[{asked}] = {replacement}"
        case "override elsewhere":
            yield f"def {use}() -> None:"
            yield f"    {writer.of(target, 'app')}.dependency_overrides[{asked}] = {replacement}"
        case "stream":
            yield f'@{app}.get("/{number}")'
            yield f"def {use}(a: {annotated}) -> Iterator[int]: yield 1"
        case "response":
            yield f'@{app}.get("/{number}")'
            yield f"def {use}(a: {annotated}) -> StreamingResponse:"
            yield "    def rows() -> Iterator[str]: yield str(a)"
            yield "    return StreamingResponse(rows())"
        case "task":
            yield f'@{app}.get("/{number}")'
            yield f"def {use}(a: {annotated}, tasks: BackgroundTasks) -> None:"
            yield "    tasks.add_task(print, a)"
        case "called":
            yield f"def {use}(a: Annotated[{declared}, Depends({asked}())]) -> None: ..."
        case "both":
            yield f"def {use}(a: {annotated} = {marker}) -> None: ..."
        case "two":
            yield f"def {use}(a: Annotated[{declared}, {marker}, {marker}]) -> None: ..."
        case "beside":
            yield f"def {use}(a: {annotated} = {declared}()) -> None: ..."
        case "security":
            scoped = f'Annotated[{declared}, Security({asked}, scopes=["read"])]'
            yield f'@{app}.get("/{number}")\ndef {use}(a: {scoped}) -> None: ...'
        case _:
            letters = f'Annotated[{declared}, Security({asked}, scopes="read")]'
            yield f"def {use}(a: {letters}) -> None: ..."
