"""A random package as text: one dependency a line, each with its name in a comment.

`# p3.a3_0` tells at which dependency a finding stands. Every function says in `saw` what it
was given, and every `yield` provider when it was entered and left.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .goods import GOODS_MODULE, HEAD, OTHER_IMPORTS
from .naming import Naming, Parameter
from .program import (
    GOODS,
    Ask,
    Override,
    Program,
    Provider,
    Route,
)


def files(program: Program) -> dict[str, str]:
    """Return the text of every file of the package."""
    made = {"__init__.py": "", "goods.py": GOODS_MODULE}
    for module in range(program.modules):
        made[f"m{module}.py"] = "\n".join(_Module(program, module).lines())
    made["api.py"] = "\n".join(_Module(program, None).lines())
    return made


@dataclass(frozen=True)
class _Module(Naming):
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
            router=router,
            other_imports=OTHER_IMPORTS[program.family],
            imports="\n".join(self._imports(later=False)),
        )
        yield ""
        for provider in program.providers:
            if provider.module == self.number:
                yield from self._aliases(f"p{provider.number}", provider.asks)
                yield from self._provider(provider)
                yield from self._shared(provider)
        if self.number is None:
            listed = self._listed("app", program.listed)
            yield f"app = {application}(dependencies=["
            yield from listed
            yield "])"
        for route in program.routes:
            if route.module == self.number:
                yield from self._route(route)
        if self.number is None:
            yield from (
                f"app.include_router(m{module}.router)" for module in range(program.modules)
            )
            for override in program.overrides:
                yield from self._override(override)
        yield from self._imports(later=True)

    def _aliases(self, tag: str, asks: tuple[Ask, ...]) -> Iterator[str]:
        key = tag.removeprefix("p")
        for index, ask in enumerate(asks):
            if ask.form == "alias":
                yield f"A{key}_{index} = {self._annotated(ask)}  # {tag}.a{key}_{index}"

    def _shared(self, provider: Provider) -> Iterator[str]:
        """The aliases of others that stand beside the provider they ask for."""
        owners = [(f"p{one.number}", one.asks) for one in self.program.providers]
        owners += [(route.name, route.asks) for route in self.program.routes]
        for tag, asks in owners:
            key = tag.removeprefix("p")
            for index, ask in enumerate(asks):
                if ask.form == "shared" and ask.to == provider.number:
                    yield f"A{key}_{index} = {self._annotated(ask)}  # {tag}.a{key}_{index}"

    def _listed(self, tag: str, asks: tuple[Ask, ...]) -> Iterator[str]:
        for index, ask in enumerate(asks):
            yield f"    {self._marker(ask)},  # {tag}.l{index}"

    def _saw(self, tag: str, made: list[Parameter], prefix: str = "") -> str:
        return f"saw({', '.join([repr(tag), *(f'{one.name}={prefix}{one.name}' for one in made)])})"

    def _function(
        self, provider: Provider, kind: str, name: str, *, first: str = "", more: str = ""
    ) -> Iterator[str]:
        """Yield one function that is, or is in, a provider."""
        made = self._parameters(provider)
        provides, value = provider.provides, GOODS[provider.provides]
        asynchronous = "async " if kind.startswith(("async", "coroutine")) else ""
        generator = "generator" in kind
        iterator = "AsyncIterator" if asynchronous else "Iterator"
        yield f"{asynchronous}def {name}("
        if first:
            yield f"    {first},"
        yield from (one.line for one in made)
        if more:
            yield f"    {more},"
        yield f") -> {f'{iterator}[{provides}]' if generator else provides}:"
        yield f"    {self._saw(provider.name, made)}"
        if not generator:
            yield f"    return {value}"
            return
        yield f"    entered({provider.name!r})"
        yield "    try:"
        yield f"        yield {value}"
        yield "    finally:"
        yield f"        left({provider.name!r})"

    def _provider(self, provider: Provider) -> Iterator[str]:
        name, provides = provider.name, provider.provides
        large = name.upper()
        made = self._parameters(provider)
        match provider.kind:
            case "class" | "generic":
                base = "Generic[T]" if provider.kind == "generic" else provides
                yield f"class {name}({base}):"
                yield "    def __init__("
                yield "        self,"
                yield from ("    " + one.line for one in made)
                yield "    ) -> None:"
                yield f"        {self._saw(name, made)}"
            case "dataclass":
                yield "@dataclasses.dataclass"
                yield f"class {name}({provides}):"
                yield from (one.line.replace(",  #", "  #").removesuffix(",") for one in made)
                yield "    def __post_init__(self) -> None:"
                yield f"        {self._saw(name, made, 'self.')}"
            case "instance" | "async instance" | "yielding instance" | "method":
                method = name if provider.kind == "method" else "__call__"
                kind = {"async instance": "coroutine", "yielding instance": "generator"}
                yield f"class {large}:"
                inner = kind.get(provider.kind, "function")
                yield from _indented(self._function(provider, inner, method, first="self"))
                kept = f"s{provider.number}" if provider.kind == "method" else name
                # Of a circle of modules, mypy does not always know what a variable is.
                declared = f": {large}" if self.program.late else ""
                yield f"{kept}{declared} = {large}()"
            case "static":
                yield f"class {large}:"
                yield "    @staticmethod"
                yield from _indented(self._function(provider, "function", name))
            case "partial":
                yield from self._function(provider, "function", f"{name}_whole", first="extra: int")
                yield f"{name} = partial({name}_whole, 1)"
            case "wrapped" | "wrapped generator":
                yield "@traced"
                kind_of = "generator" if provider.kind == "wrapped generator" else "function"
                yield from self._function(provider, kind_of, name)
            case "cached":
                yield "@lru_cache"
                yield from self._function(provider, "function", name)
            case "factory":
                yield f"def make_{name}(value: T) -> Callable[[], T]:"
                yield f"    def {name}() -> T:"
                yield "        return value"
                yield f"    return {name}"
                yield f"{name}: Callable[[], {provides}] = make_{name}({GOODS[provides]})"
            case kind:
                yield from self._function(provider, kind, name)
        yield ""

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
        yield f'@{router}.{route.method}("{route.path}", dependencies=['
        yield from self._listed(route.name, route.listed)
        yield "])"
        if route.method == "websocket":
            yield f"async def {route.name}("
            yield "    socket: WebSocket,"
        else:
            yield f"def {route.name}("
        yield from (one.line for one in made)
        yield ") -> None:"
        yield f"    {self._saw(route.name, made)}"
        if route.method == "websocket":
            yield "    await socket.accept()"
            yield "    await socket.close()"
        yield ""

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


def _indented(lines: Iterator[str]) -> Iterator[str]:
    yield from (f"    {line}" for line in lines)
