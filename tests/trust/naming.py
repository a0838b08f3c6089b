"""How one module of a random package names things: imports, markers, parameters."""

from collections.abc import Iterator
from dataclasses import dataclass

from .program import (
    HTTP_VALUES,
    OWN,
    SOUND_VALUES,
    WRONG_VALUES,
    Ask,
    Program,
    Provider,
    Route,
    Value,
)

SCOPES_AS_LETTERS = "scopes='items'"


@dataclass(frozen=True)
class Parameter:
    """One parameter's text, and where it may stand."""

    name: str
    text: str
    rank: int
    tag: str = ""

    @property
    def line(self) -> str:
        return f"    {self.text},{f'  # {self.tag}' if self.tag else ''}"


@dataclass(frozen=True)
class Naming:
    """One module; number `None` is the application's."""

    program: Program
    number: int | None

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

    def _ask(self, tag: str, name: str, index: int, ask: Ask) -> Parameter:
        place = f"{tag}.{name}"
        match ask.slip:
            case "two places":
                return Parameter(
                    name, f"{name}: {self._annotated(ask)} = {self._marker(ask)}", 2, place
                )
            case "default beside":
                wide = Ask(ask.to, "object", scope=ask.scope)
                return Parameter(name, f"{name}: {self._annotated(wide)} = None", 2, place)
            case "lost":
                text = f'{name}: "Annotated[Hidden, {self._marker(ask)}]"'
                return Parameter(name, text, 1, place)
            case "lost default":
                return Parameter(name, f'{name}: "Hidden" = {self._marker(ask)}', 2, place)
        key = f"A{tag.removeprefix('p')}_{index}"
        match ask.form:
            case "default":
                text = f"{name}: {self._declared(ask)} = {self._marker(ask)}"
                return Parameter(name, text, 2, place)
            case "own default":
                return Parameter(
                    name, f"{name}: {self._declared(ask)} = {self._marker(ask, 'own')}", 2, place
                )
            case "own":
                return Parameter(name, f"{name}: {self._annotated(ask, 'own')}", 1, place)
            case "string":
                return Parameter(name, f'{name}: "{self._annotated(ask)}"', 1, place)
            case "alias":
                return Parameter(name, f"{name}: {key}", 1)
            case "shared":
                return Parameter(name, f"{name}: {self._ref(ask.to, shared=key)}", 1)
            case _:
                return Parameter(name, f"{name}: {self._annotated(ask)}", 1, place)

    def _value(self, name: str, value: Value) -> Parameter:
        if value.wrong:
            ranks = {"positional": 0, "args": 3, "kwargs": 4}
            return Parameter(name, WRONG_VALUES[value.kind].format(name), ranks.get(value.kind, 1))
        text = SOUND_VALUES.get(value.kind) or HTTP_VALUES[value.kind]
        return Parameter(name, f"{name}: {text}", 2 if " = " in text else 1)

    def _parameters(self, one: Provider | Route) -> list[Parameter]:
        tag = one.name
        key = tag.removeprefix("p")
        made = [self._ask(tag, f"a{key}_{index}", index, ask) for index, ask in enumerate(one.asks)]
        made += [self._value(f"v{key}_{index}", value) for index, value in enumerate(one.values)]
        return sorted(made, key=lambda parameter: parameter.rank)


def _named(provider: Provider) -> str:
    """How a provider is named in its module."""
    match provider.kind:
        case "method":
            return f"s{provider.number}.{provider.name}"
        case "static":
            return f"{provider.name.upper()}.{provider.name}"
    return provider.name
