"""A random package as text: one dependency a line, each with its name in a comment.

`# p3.a3_0` tells at which dependency a finding stands. Every function says in `saw` what it
was given, and every `yield` provider when it was entered and left.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .program import (
    GOODS,
    HTTP_VALUES,
    OWN,
    SOUND_VALUES,
    WRONG_VALUES,
    Ask,
    Override,
    Program,
    Provider,
    Route,
    Value,
)

SCOPES_AS_LETTERS = "scopes='items'"

_GOODS = '''\
import enum
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Generic, ParamSpec, Protocol, TypeVar, runtime_checkable

from typing_extensions import TypedDict

T = TypeVar("T")
P = ParamSpec("P")
given: list[tuple[str, dict[str, object]]] = []
events: list[tuple[str, str]] = []


def saw(dependant: str, /, **values: object) -> None:
    given.append((dependant, values))


def entered(provider: str) -> None:
    events.append(("entered", provider))


def left(provider: str) -> None:
    events.append(("left", provider))


class Apple:
    def eat(self) -> str:
        return "apple"


class Pippin(Apple): ...


class Bread:
    def bake(self) -> None: ...


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value


@runtime_checkable
class Eaten(Protocol):
    def eat(self) -> str: ...


class Abstract(ABC):
    @abstractmethod
    def eat(self) -> str: ...


class Basket(TypedDict):
    name: str


class Colour(enum.Enum):
    RED = "red"


def grow() -> Apple:
    return Apple()


@contextmanager
def managed() -> Iterator[Apple]:
    yield Apple()


def traced(call: Callable[P, T]) -> Callable[P, T]:
    @wraps(call)
    def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        return call(*args, **kwargs)

    return inner


'''

_HEAD = '''\
import dataclasses
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar
from unittest.mock import Mock

from {family} import {application}, BackgroundTasks, Cookie, Depends, Header, Path, Query, Request
from {family} import {router}, Response, Security, WebSocket
{other_imports}

from .goods import (
    Abstract, Apple, Basket, Box, Bread, Colour, Eaten, Pippin, T, entered, grow, left, managed,
    saw, traced,
)
{imports}
if TYPE_CHECKING:
    from .goods import Apple as Hidden

router = {router}()
'''


_OTHER_IMPORTS = {
    "fastapi": "from fastapi.requests import HTTPConnection\nfrom fastapi.security import SecurityScopes",
    "typed_depends": "from typed_depends import HTTPConnection, SecurityScopes",
}


def files(program: Program) -> dict[str, str]:
    """Return the text of every file of the package."""
    made = {"__init__.py": "", "goods.py": _GOODS}
    for module in range(program.modules):
        made[f"m{module}.py"] = "\n".join(_Module(program, module).lines())
    made["api.py"] = "\n".join(_Module(program, None).lines())
    return made


@dataclass(frozen=True)
class _Parameter:
    """One parameter's text, and where it may stand."""

    name: str
    text: str
    rank: int
    tag: str = ""

    @property
    def line(self) -> str:
        return f"    {self.text},{f'  # {self.tag}' if self.tag else ''}"


@dataclass(frozen=True)
class _Module:
    """One module's text; number `None` is the application's."""

    program: Program
    number: int | None

    def lines(self) -> Iterator[str]:
        """Yield its lines."""
        program = self.program
        if self.number in program.late:
            yield "from __future__ import annotations"
        fastapi = program.family == "fastapi"
        application, router = ("FastAPI", "APIRouter") if fastapi else ("App", "Router")
        yield _HEAD.format(
            family=program.family,
            application=application,
            router=router,
            other_imports=_OTHER_IMPORTS[program.family],
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
            yield from (f"app.include_router(m{module}.router)" for module in range(program.modules))
            for override in program.overrides:
                yield from self._override(override)
        yield from self._imports(later=True)

    def _imports(self, *, later: bool) -> Iterator[str]:
        program = self.program
        if self.number is None:
            if not later:
                yield "from . import " + ", ".join(f"m{one}" for one in range(program.modules))
            return
        names: dict[int, set[str]] = {}
        for tag, asks in self._all_asks():
            for index, ask in enumerate(asks):
                module = program.provider(ask.to).module
                shared = tag and ask.form == "shared"
                name = f"A{tag}_{index}" if shared else _named(program.provider(ask.to))
                names.setdefault(module, set()).add(name.partition(".")[0])
                if tag and ask.declared == OWN:
                    names[module].add(f"p{ask.to}")
        names.pop(self.number, None)
        for module in sorted(names):
            if (module > self.number) != later:
                continue
            if later or self.number in program.dotted:
                yield f"from . import m{module}"
            else:
                yield f"from .m{module} import {', '.join(sorted(names[module]))}"

    def _all_asks(self) -> Iterator[tuple[str, tuple[Ask, ...]]]:
        for provider in self.program.providers:
            if provider.module == self.number:
                yield f"{provider.number}", provider.asks
        for route in self.program.routes:
            if route.module == self.number:
                yield route.name, route.asks
                yield "", route.listed

    def _ref(self, number: int, *, shared: str = "") -> str:
        """How this module names a provider, or an alias that stands beside it."""
        module = self.program.provider(number).module
        name = shared or _named(self.program.provider(number))
        if module == self.number:
            return name
        dotted = self.number is None or self.number in self.program.dotted or module > self.number
        return f"m{module}.{name}" if dotted else name

    def _called(self, number: int) -> str:
        """What stands in the marker: a generic class with its argument."""
        provider = self.program.provider(number)
        return self._ref(number) + (f"[{provider.provides}]" if provider.kind == "generic" else "")

    def _declared(self, ask: Ask) -> str:
        return self._called(ask.to) if ask.declared == OWN else ask.declared

    def _marker(self, ask: Ask, form: str = "") -> str:
        match ask.slip:
            case "called":
                call = f"{self._called(ask.to)}()"
            case "text":
                call = f"'p{ask.to}'"
            case "number":
                call = "5"
            case "abstract":
                call = "Abstract"
            case "protocol":
                call = "Eaten"
            case "manager":
                call = "managed"
            case "no signature":
                call = "dict"
            case "nothing":
                call = ""
            case _:
                call = "" if form == "own" else self._called(ask.to)
        scope = "session" if ask.slip == "unknown scope" else ask.scope
        parts = [call] if call else []
        parts += [f"scope={scope!r}"] if scope else []
        parts += ["use_cache=False"] if not ask.use_cache else []
        if ask.slip == "letters":
            return f"Security({', '.join([*parts, SCOPES_AS_LETTERS])})"
        if ask.oauth:
            return f"Security({', '.join([*parts, f'scopes={list(ask.oauth)}'])})"
        return f"Depends({', '.join(parts)})"

    def _annotated(self, ask: Ask, form: str = "") -> str:
        marker = self._marker(ask, form)
        declared = "int | None" if ask.slip == "nothing" else self._declared(ask)
        if ask.slip == "two markers":
            marker = f"{marker}, {marker}"
        return f"Annotated[{declared}, {marker}]"

    def _ask(self, tag: str, name: str, index: int, ask: Ask) -> _Parameter:
        place = f"{tag}.{name}"
        match ask.slip:
            case "two places":
                return _Parameter(name, f"{name}: {self._annotated(ask)} = {self._marker(ask)}", 2, place)
            case "default beside":
                wide = Ask(ask.to, "object", scope=ask.scope)
                return _Parameter(name, f"{name}: {self._annotated(wide)} = None", 2, place)
            case "lost":
                text = f'{name}: "Annotated[Hidden, {self._marker(ask)}]"'
                return _Parameter(name, text, 1, place)
            case "lost default":
                return _Parameter(name, f'{name}: "Hidden" = {self._marker(ask)}', 2, place)
        key = f"A{tag.removeprefix('p')}_{index}"
        match ask.form:
            case "default":
                text = f"{name}: {self._declared(ask)} = {self._marker(ask)}"
                return _Parameter(name, text, 2, place)
            case "own default":
                return _Parameter(name, f"{name}: {self._declared(ask)} = {self._marker(ask, 'own')}", 2, place)
            case "own":
                return _Parameter(name, f"{name}: {self._annotated(ask, 'own')}", 1, place)
            case "string":
                return _Parameter(name, f'{name}: "{self._annotated(ask)}"', 1, place)
            case "alias":
                return _Parameter(name, f"{name}: {key}", 1)
            case "shared":
                return _Parameter(name, f"{name}: {self._ref(ask.to, shared=key)}", 1)
            case _:
                return _Parameter(name, f"{name}: {self._annotated(ask)}", 1, place)

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

    def _value(self, name: str, value: Value) -> _Parameter:
        if value.wrong:
            ranks = {"positional": 0, "args": 3, "kwargs": 4}
            return _Parameter(name, WRONG_VALUES[value.kind].format(name), ranks.get(value.kind, 1))
        text = SOUND_VALUES.get(value.kind) or HTTP_VALUES[value.kind]
        return _Parameter(name, f"{name}: {text}", 2 if " = " in text else 1)

    def _parameters(self, one: Provider | Route) -> list[_Parameter]:
        tag = one.name
        key = tag.removeprefix("p")
        made = [self._ask(tag, f"a{key}_{index}", index, ask) for index, ask in enumerate(one.asks)]
        made += [self._value(f"v{key}_{index}", value) for index, value in enumerate(one.values)]
        return sorted(made, key=lambda parameter: parameter.rank)

    def _saw(self, tag: str, made: list[_Parameter], prefix: str = "") -> str:
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
                yield f"{'s' + name[1:] if provider.kind == 'method' else name} = {large}()"
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
            made.append(_Parameter(placeholder, text, 2 if " = " in text else 1))
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


def _named(provider: Provider) -> str:
    """How a provider is named in its module."""
    match provider.kind:
        case "method":
            return f"s{provider.number}.{provider.name}"
        case "static":
            return f"{provider.name.upper()}.{provider.name}"
    return provider.name


def _indented(lines: Iterator[str]) -> Iterator[str]:
    yield from (f"    {line}" for line in lines)
