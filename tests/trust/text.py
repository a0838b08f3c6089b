"""A random package as text: one dependency a line, each with its name in a comment.

`# p3.a3_0` tells at which dependency a finding stands. Every function says in `saw` what it
was given, and every `yield` provider when it was entered and left.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .choices import ANSWERS, GOODS, WRONG_ANSWERS
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
                if provider.kind != "controller":  # these stand with their routes
                    yield from self._aliases(f"p{provider.number}", provider.asks)
                    yield from self.providing(provider)
                for alias, tag, ask in self._shared_aliases(provider):
                    yield f"{alias} = {self._annotated(ask)}  # {tag}"
        if self.number is not None:
            yield from self._serving(router)
            yield f"__all__ = {self._exported()}"
        elif program.factory:
            yield f"def create() -> {application}:"
            yield from (f"    {line}" for line in self._serving(application))
            yield "    return app"
            yield "app = create()"
        else:
            yield from self._serving(application)
        if self.number is None and any(one.place == "elsewhere" for one in program.overrides):
            yield "from . import replacing"
        yield from self._imports(later=True)

    def _serving(self, made_of: str) -> Iterator[str]:
        """Yield what makes the application, or the router, and all that it serves."""
        program, served = self.program, "app" if self.number is None else "router"
        if self.number is None:
            yield from self._has_list(f"app = {made_of}", "app", program.listed)
        else:
            said = program.including[self.number]
            prefix = f"prefix={program.prefix(self.number)!r}, " if said.prefix == "own" else ""
            router = f"router{f': {made_of}' * bool(program.late)}"  # as in `_declares`
            yield from self._has_list(
                f"{router} = {made_of}", f"m{self.number}", said.listed, prefix
            )
        for route in program.routes:
            if route.module == self.number:
                yield from self._route(route)
        for module in self._included_here():
            said = program.including[module]
            first = f"m{module}.router, "
            first += f"prefix={program.prefix(module)!r}, " if said.prefix == "given" else ""
            yield from self._has_list(
                f"{served}.include_router", f"i{module}", said.included, first
            )
        if self.number is None:
            yield from self._overrides("here")

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
        """Yield a call with `dependencies=`, if it needs any."""
        if not asks:
            yield f"{call}({first.removesuffix(', ')})"
            return
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
                case "type alias":
                    yield f"type {name} = {self._annotated(ask)}  # {place}"
                case "generic type alias":
                    yield f"type {name}[T_] = Annotated[T_, {self._marker(ask)}]  # {place}"
                case "generic alias":
                    yield f"{name} = Annotated[T, {self._marker(ask)}]  # {place}"
                case "variable" | "variable default":
                    yield f"{name} = {self._marker(ask)}  # {place}"

    def _listed(self, tag: str, asks: tuple[Ask, ...]) -> Iterator[str]:
        for index, ask in enumerate(asks):
            yield f"    {self._marker(ask)},  # {tag}.l{index}"

    def _route(self, route: Route) -> Iterator[str]:
        yield from self._aliases(route.name, route.asks)
        router = "app" if route.module is None else "router"
        socket = route.method == "websocket"
        listed = list(self._listed(route.name, route.listed))
        if route.controller is not None:
            provider = self.program.provider(route.controller)
            yield from self._aliases(provider.name, provider.asks)
            yield f"@{router}.controller()"
            yield from self._class(provider, "", "class")
            yield f'    @{route.method}("{route.path}", dependencies=['
            yield from (*listed, "    ])")
            yield from (f"    {line}" for line in self._endpoint(route, "self"))
            yield ""
            return
        match route.added:
            case "decorator":
                yield f'@{router}.{route.method}("{route.path}", dependencies=['
                yield from (*listed, "])")
                yield from self._endpoint(route)
            case "called":
                yield from self._endpoint(route)
                yield f'{router}.{route.method}("{route.path}", dependencies=['
                yield from (*listed, f"])({route.name})")
            case "method":
                yield f"class {route.name.upper()}:"
                yield from (f"    {line}" for line in self._endpoint(route, "self"))
                yield f"of_{route.name} = {route.name.upper()}()"
                yield f'{router}.{route.method}("{route.path}", dependencies=['
                yield from (*listed, f"])(of_{route.name}.{route.name})")
            case _:
                yield from self._endpoint(route)
                if socket:
                    yield f'{router}.add_api_websocket_route("{route.path}", {route.name},'
                else:
                    yield f'{router}.add_api_route("{route.path}", {route.name},'
                    yield f"    methods=[{route.method.upper()!r}],"
                yield from ("    dependencies=[", *listed, "])")
        yield ""

    def _endpoint(self, route: Route, first: str = "") -> Iterator[str]:
        """Yield the function that a route calls."""
        made = sorted(
            (*self._parameters(route), *self._of_path(route)), key=lambda parameter: parameter.rank
        )
        socket = route.method == "websocket"
        asynchronous = socket or route.asynchronous
        answer = route.answer
        if route.streams:
            answer = f"{'Async' * asynchronous}Iterator[int]"
        yield f"{'async ' * asynchronous}def {route.name}("
        yield from [f"    {first},"] * bool(first)
        yield from ["    socket: WebSocket,"] * socket
        yield from self._lines(made)
        yield f"){'' if route.untyped else f' -> {answer}'}:"
        yield f"    {self._saw(route.name, made)}"
        if socket:
            yield "    await socket.accept()"
            yield "    await socket.close()"
        elif route.streams:
            yield "    yield 1"
        else:
            yield f"    return {({**ANSWERS, **WRONG_ANSWERS})[answer]}"

    def _of_path(self, route: Route) -> Iterator[Parameter]:
        """Yield what stands in the path, as a parameter."""
        taken, of_prefix = f"i{route.name}", f"t{route.module}"
        texts = {
            "taken": "{}: int",
            "marked": "{}: Annotated[int, Path()]",
            "query": "{}: Annotated[int, Query()]",
            "default": "{}: Annotated[int, Path()] = 3",
            "list": "{}: list[int]",
        }
        said = self.program.including[route.module] if route.module is not None else None
        prefixed = route.prefixed if said and said.prefix and said.placeholder else ""
        for name, how in ((taken, route.placeholder), (of_prefix, prefixed)):
            if text := texts.get(how):
                yield Parameter(name, text.format(name), 2 if " = " in text else 1)

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
