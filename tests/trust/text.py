"""A random package as text: one dependency a line, each with its name in a comment.

`# p3.a3_0` tells at which dependency a finding stands. Every function says in `saw` what it
was given, and every `yield` provider when it was entered and left.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .choices import GOODS
from .goods import GOODS_MODULE, HEAD, OTHER_IMPORTS
from .naming import Parameter
from .program import Ask, Override, Program, Route
from .providing import Providing


def files(program: Program) -> dict[str, str]:
    """Return the text of every file of the package."""
    made = {"__init__.py": "", "goods.py": GOODS_MODULE}
    for module in range(program.modules):
        made[f"m{module}.py"] = "\n".join(_Module(program, module).lines())
        if "exports" in program.styles:
            made[f"x{module}.py"] = _Module(program, module).exports()
    made["api.py"] = "\n".join(_Module(program, None).lines())
    if any(one.place == "elsewhere" for one in program.overrides):
        made["replacing.py"] = "\n".join(_Module(program, None).replacing())
    return made


@dataclass(frozen=True)
class _Module(Providing):
    """One module's text."""

    def lines(self) -> Iterator[str]:
        """Yield its lines."""
        program = self.program
        if self.number in program.late:
            yield "from __future__ import annotations"
        fastapi = program.family == "fastapi"
        application, router = ("FastAPI", "APIRouter") if fastapi else ("App", "Router")
        yield HEAD.format(
            family=program.family,
            application=application,
            other_imports=OTHER_IMPORTS[program.family],
            imports="\n".join(self._imports(later=False)),
        )
        for provider in program.providers:
            if provider.module == self.number:
                yield from self._aliases(f"p{provider.number}", provider.asks)
                yield from self.providing(provider)
                for alias, tag, ask in self._shared_aliases(provider):
                    yield f"{alias} = {self._annotated(ask)}  # {tag}"
        if self.number is None:
            yield from self._has_list(f"app = {application}", "app", program.listed)
        else:
            said = program.including[self.number]
            prefix = f"prefix='/m{self.number}', " if said.prefix == "own" else ""
            tag = f"m{self.number}"
            yield from self._has_list(f"router = {router}", tag, said.listed, prefix)
        for route in program.routes:
            if route.module == self.number:
                yield from self._route(route)
        if self.number is None:
            for module, said in enumerate(program.including):
                first = f"m{module}.router, "
                first += f"prefix='/m{module}', " if said.prefix == "given" else ""
                yield from self._has_list("app.include_router", f"i{module}", said.included, first)
            yield from self._overrides("here")
            if any(one.place == "elsewhere" for one in program.overrides):
                yield "from . import replacing"
        else:
            yield f"__all__ = {self._exported()}"
        yield from self._imports(later=True)

    def exports(self) -> str:
        """Return a module that hands on the names of this one."""
        return "\n".join(f"from .m{self.number} import {one} as {one}" for one in self._exported())

    def replacing(self) -> Iterator[str]:
        """Yield a module that overrides what the application asks for."""
        yield "from unittest.mock import Mock"
        yield "from .goods import *"
        yield from self._imports(later=False)
        yield "from .api import app"
        yield from self._overrides("elsewhere")

    def _has_list(
        self, call: str, tag: str, asks: tuple[Ask, ...], first: str = ""
    ) -> Iterator[str]:
        """Yield a call with `dependencies=`."""
        yield f"{call}({first}dependencies=["
        yield from self._listed(tag, asks)
        yield "])"

    def _aliases(self, tag: str, asks: tuple[Ask, ...]) -> Iterator[str]:
        key = tag.removeprefix("p")
        for index, ask in enumerate(asks):
            name, place = f"A{key}_{index}", f"{tag}.a{key}_{index}"
            match ask.form:
                case "alias":
                    yield f"{name} = {self._annotated(ask)}  # {place}"
                case "generic alias":
                    yield f"{name} = Annotated[T, {self._marker(ask)}]  # {place}"
                case "variable" | "variable default":
                    yield f"{name} = {self._marker(ask)}  # {place}"

    def _listed(self, tag: str, asks: tuple[Ask, ...]) -> Iterator[str]:
        for index, ask in enumerate(asks):
            yield f"    {self._marker(ask)},  # {tag}.l{index}"

    def _route(self, route: Route) -> Iterator[str]:
        made = self._parameters(route)
        placeholder = f"i{route.name}"
        texts = {
            "taken": f"{placeholder}: int",
            "marked": f"{placeholder}: Annotated[int, Path()]",
            "query": f"{placeholder}: Annotated[int, Query()]",
            "default": f"{placeholder}: Annotated[int, Path()] = 3",
            "list": f"{placeholder}: list[int]",
        }
        if text := texts.get(route.placeholder):
            made.append(Parameter(placeholder, text, 2 if " = " in text else 1))
            made.sort(key=lambda parameter: parameter.rank)
        yield from self._aliases(route.name, route.asks)
        router = "app" if route.module is None else "router"
        socket = route.method == "websocket"
        listed = list(self._listed(route.name, route.listed))
        if route.added == "decorator":
            yield f'@{router}.{route.method}("{route.path}", dependencies=['
            yield from listed
            yield "])"
        yield f"{'async ' if socket or route.asynchronous else ''}def {route.name}("
        yield from ["    socket: WebSocket,"] * socket
        yield from self._lines(made)
        yield ") -> None:"
        yield f"    {self._saw(route.name, made)}"
        if socket:
            yield "    await socket.accept()"
            yield "    await socket.close()"
        match route.added:
            case "called":
                yield f'{router}.{route.method}("{route.path}", dependencies=['
                yield from listed
                yield f"])({route.name})"
            case "named":
                if socket:
                    yield f'{router}.add_api_websocket_route("{route.path}", {route.name},'
                else:
                    yield f'{router}.add_api_route("{route.path}", {route.name},'
                    yield f"    methods=[{route.method.upper()!r}],"
                yield "    dependencies=["
                yield from listed
                yield "])"
        yield ""

    def _overrides(self, place: str) -> Iterator[str]:
        for override in self.program.overrides:
            if override.place == place:
                yield from self._override(override)

    def _override(self, override: Override) -> Iterator[str]:
        original = self._ref(override.original)
        replacement = None if override.replacement is None else self._called(override.replacement)
        match override.slip:
            case "lambda with parameter":
                text = f"lambda needed: {GOODS[self.program.provider(override.original).provides]}"
            case "mock":
                text = "Mock()"
            case "not callable":
                text = "5"
            case "called original":
                original, text = f"{original}()", f"{replacement or original}"
            case "called replacement":
                text = f"{replacement or original}()"
            case _:
                text = f"{replacement}"
        yield f"app.dependency_overrides[{original}] = {text}"
