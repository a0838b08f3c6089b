"""The text of one provider, of any kind."""

from collections.abc import Iterator
from typing import Final

from .choices import GOODS
from .naming import Naming, Parameter, call_name
from .program import Provider

INNER_KINDS: Final = {
    "async": "coroutine",
    "yielding": "generator",
    "async yielding": "async generator",
}
"""What a method is, by how its provider's kind begins."""


class Providing(Naming):
    """One module's providers."""

    def providing(self, provider: Provider) -> Iterator[str]:
        """Yield the lines of a provider."""
        name, provides = provider.name, provider.provides
        large = name.upper()
        how, _, what = provider.kind.rpartition(" ")
        inner = INNER_KINDS.get(how, "function")
        match what:
            case "class" | "generic" | "dataclass" | "attrs" | "tuple" | "model":
                yield from self._class(provider, how, what)
            case "instance" | "method":
                method = name if what == "method" else "__call__"
                yield f"class {large}:"
                yield from _indented(self._function(provider, inner, method, first="self"))
                yield f"{call_name(provider).partition('.')[0]}{self._declares(large)} = {large}()"
            case "holder":  # of a value whose type only its class's argument tells
                heir = how == "heir of"
                yield f"class {large}{'_' * heir}(Generic[T]):"
                yield "    def __init__(self, value: T) -> None:"
                yield "        self.value = value"
                yield from _indented(
                    self._function(provider, "function", "__call__", first="self", held=True)
                )
                if heir:
                    yield f"class {large}({large}_[{provides}]): ..."
                of = large if heir else f"{large}[{provides}]"
                yield f"{name}{self._declares(of)} = {of}({GOODS[provides]})"
            case "static":
                yield f"class {large}:"
                yield "    @staticmethod"
                yield from _indented(self._function(provider, inner, name))
            case "classmethod":
                yield f"class {large}:"
                yield "    @classmethod"
                yield from _indented(self._function(provider, inner, name, first="cls"))
            case "partial":
                first = "extra: int"
                given = "extra=1" if how == "named" else "1"
                yield from self._function(provider, "function", f"{name}_whole", first=first)
                yield f"{name} = partial({name}_whole, {given})"
            case "overloaded":
                extra = f"{name}_extra: int"
                yield "@overload"
                yield from self._head(provider, "function", name)
                yield "    ..."
                yield "@overload"
                yield from self._head(provider, "function", name, last=extra)
                yield "    ..."
                yield from self._function(provider, "function", name, last=f"{extra} = 0")
            case "wrapped":
                yield "@traced"
                yield from self._function(provider, how or "function", name)
            case "cached":
                yield "@lru_cache"
                yield from self._function(provider, "function", name)
            case "lambda":
                yield f"{name}: Callable[[], {provides}] = lambda: {GOODS[provides]}"
            case "factory":
                yield f"def make_{name}(value: T) -> Callable[[], T]:"
                yield f"    def {name}() -> T:"
                yield "        return value"
                yield f"    return {name}"
                yield f"{name}: Callable[[], {provides}] = make_{name}({GOODS[provides]})"
            case _:
                yield from self._function(provider, provider.kind, name)
        yield ""

    def _class(self, provider: Provider, how: str, what: str) -> Iterator[str]:
        """Yield the lines of a class that is itself the provider."""
        name, made = provider.name, self._parameters(provider)
        match what:
            case "generic":
                base = "Generic[T]"
            case "tuple":
                base = "NamedTuple"
            case "model":
                base = "BaseModel"
            case _:
                base = provider.provides
        if what in ("dataclass", "attrs"):
            maker = "attrs.define" if what == "attrs" else "dataclasses.dataclass"
            yield f"@{maker}{'(kw_only=True)' * (how == 'keyword')}"
        heir = how in ("heir", "kept heir")
        newer = what == "generic" and how == "newer"
        yield f"class {name}{'_' * heir}{'[T_]' if newer else f'({base})'}:"
        fields = [one.line.replace(",  #", "  #").removesuffix(",") for one in made]
        match what:
            case "dataclass" | "attrs":
                yield from fields
                yield f"    def __{'attrs_' * (what == 'attrs')}post_init__(self) -> None:"
                yield f"        {self._saw(name, made, 'self.')}"
            case "tuple":
                yield from fields or ["    nothing: int = 0"]
            case "model":
                yield from fields
                yield "    def model_post_init(self, context: Any, /) -> None:"
                yield f"        {self._saw(name, made, 'self.')}"
            case _:
                new = how == "new"
                yield f"    def {'__new__' if new else '__init__'}("
                yield f"        {'cls' if new else 'self'},"
                yield from ("    " + line for line in self._lines(made))
                returns = " -> Self" if new else " -> None"
                yield f"    ){'' if provider.untyped else returns}:"
                yield f"        {self._saw(name, made)}"
                if new:
                    yield "        return super().__new__(cls)"
        if heir:
            yield f"class {name}({name}_): ..."

    def _head(
        self,
        provider: Provider,
        kind: str,
        name: str,
        *,
        first: str = "",
        last: str = "",
        held: bool = False,
    ) -> Iterator[str]:
        """Yield a signature."""
        made = self._parameters(provider)
        asynchronous = "async " if kind.startswith(("async", "coroutine")) else ""
        iterator = "AsyncIterator" if asynchronous else "Iterator"
        provides = "T" if held else provider.provides
        yield f"{asynchronous}def {name}("
        if first:
            yield f"    {first},"
        yield from self._lines(made, last)
        returns = f"{iterator}[{provides}]" if "generator" in kind else provides
        yield f"){'' if provider.untyped else f' -> {returns}'}:"

    def _function(
        self,
        provider: Provider,
        kind: str,
        name: str,
        *,
        first: str = "",
        last: str = "",
        held: bool = False,
    ) -> Iterator[str]:
        """Yield one function that is, or is in, a provider."""
        yield from self._head(provider, kind, name, first=first, last=last, held=held)
        yield f"    {self._saw(provider.name, self._parameters(provider))}"
        value = "self.value" if held else GOODS[provider.provides]
        if "generator" not in kind:
            yield f"    return {value}"
            return
        yield f"    entered({provider.name!r})"
        yield "    try:"
        yield f"        yield {value}"
        yield "    finally:"
        yield f"        left({provider.name!r})"

    def _saw(self, tag: str, made: list[Parameter], prefix: str = "") -> str:
        return f"saw({', '.join([repr(tag), *(f'{one.name}={prefix}{one.name}' for one in made)])})"

    def _declares(self, type_: str) -> str:
        # Of a circle of modules, mypy does not always know what a variable is.
        return f": {type_}" if self.program.late else ""


def _indented(lines: Iterator[str]) -> Iterator[str]:
    yield from (f"    {line}" for line in lines)
