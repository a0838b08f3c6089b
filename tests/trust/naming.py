"""How one module of a random package names things: imports, markers, parameters."""

from collections.abc import Iterator
from dataclasses import dataclass

from .choices import BARE_VALUES, OWN, VALUES, WRONG_VALUES
from .program import Ask, Program, Provider, Route, Value

SCOPES_AS_LETTERS = "scopes='items'"
SCOPES_FOR_NOBODY = "scopes=['admin']"


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
        if not later:
            yield from (f"from . import m{one}" for one in self._included_here())
        names: dict[int, set[str]] = {}
        for tag, asks in self._all_asks():
            for index, ask in enumerate(asks):
                module = program.provider(ask.to).module
                shared = tag and ask.form == "shared"
                name = f"A{tag}_{index}" if shared else call_name(program.provider(ask.to))
                names.setdefault(module, set()).add(name.partition(".")[0])
                if tag and ask.declared == OWN:
                    names[module].add(f"p{ask.to}")
        names.pop(self.number, None)
        style = program.styles[self.number]
        for module in sorted(names):
            if (module > self.number) != later:
                continue
            asked = sorted(names[module])
            match "dotted" if later else style:
                case "dotted":
                    yield f"from . import m{module}"
                case "star":
                    yield f"from .m{module} import *"
                case "renamed":
                    renamed = (f"{one} as {one}_" for one in asked)
                    yield f"from .m{module} import {', '.join(renamed)}"
                case "exports":
                    yield f"from .x{module} import {', '.join(asked)}"
                case _:
                    yield f"from .m{module} import {', '.join(asked)}"

    def _exported(self) -> list[str]:
        """Return the names that other modules may import from this one."""
        made = []
        for provider in self.program.providers:
            if provider.module == self.number and provider.kind != "controller":
                made += [provider.name] if provider.what not in MEMBERS else []
                made += [call_name(provider).partition(".")[0]]
                made += [name for name, _, _ in self._shared_aliases(provider)]
        return sorted(set(made))

    def _shared_aliases(self, provider: Provider) -> Iterator[tuple[str, str, Ask]]:
        """Yield the aliases of others that stand beside the provider they ask for."""
        owners = [(f"p{one.number}", one.asks) for one in self.program.providers]
        owners += [(route.name, route.asks) for route in self.program.routes]
        for tag, asks in owners:
            key = tag.removeprefix("p")
            for index, ask in enumerate(asks):
                if ask.form == "shared" and ask.to == provider.number:
                    yield f"A{key}_{index}", f"{tag}.a{key}_{index}", ask

    def _all_asks(self) -> Iterator[tuple[str, tuple[Ask, ...]]]:
        for provider in self.program.providers:
            if provider.module == self.number:
                yield f"{provider.number}", provider.asks
        for route in self.program.routes:
            if route.module == self.number:
                yield route.name, route.asks
                yield "", route.listed
        if self.number is not None:
            yield "", self.program.including[self.number].listed
            for one in self._included_here():
                yield "", self.program.including[one].included

    def _included_here(self) -> list[int]:
        """Return the modules whose routers this one includes."""
        said = enumerate(self.program.including)
        return [module for module, one in said if one.parent == self.number]

    def _ref(self, number: int, *, shared: str = "") -> str:
        """How this module names a provider, or an alias that stands beside it."""
        module = self.program.provider(number).module
        name = shared or call_name(self.program.provider(number))
        if module == self.number:
            return name
        style = "dotted" if self.number is None else self.program.styles[self.number]
        if style == "dotted" or self.number is None or module > self.number:
            return f"m{module}.{name}"
        if style == "renamed":
            first, dot, rest = name.partition(".")
            return f"{first}_{dot}{rest}"
        return name

    def _called(self, number: int) -> str:
        """What stands in the marker: a generic class with its argument."""
        provider = self.program.provider(number)
        return self._ref(number) + (f"[{provider.provides}]" if provider.what == "generic" else "")

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
                call = f"partial({call})" if call and ask.partial else call
        scope = "session" if ask.slip == "unknown scope" else ask.scope
        parts = [call] if call else []
        parts += [f"scope={scope!r}"] if scope else []
        parts += ["use_cache=False"] if not ask.use_cache else []
        if ask.slip == "letters":
            return f"Security({', '.join([*parts, SCOPES_AS_LETTERS])})"
        if ask.slip == "unread":
            return f"Security({', '.join([*parts, SCOPES_FOR_NOBODY])})"
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
            case "alias" | "type alias":
                return Parameter(name, f"{name}: {key}", 1)
            case "generic alias" | "generic type alias":
                return Parameter(name, f"{name}: {key}[{self._declared(ask)}]", 1, place)
            case "bare":
                return Parameter(name, f"{name} = {self._marker(ask)}", 2, place)
            case "variable":
                text = f"{name}: Annotated[{self._declared(ask)}, {key}]"
                return Parameter(name, text, 1, place)
            case "variable default":
                return Parameter(name, f"{name}: {self._declared(ask)} = {key}", 2, place)
            case "keyword":
                return Parameter(name, f"{name}: {self._annotated(ask)}", 4, place)
            case "shared":
                return Parameter(name, f"{name}: {self._ref(ask.to, shared=key)}", 1)
            case _:
                return Parameter(name, f"{name}: {self._annotated(ask)}", 1, place)

    def _value(self, name: str, value: Value) -> Parameter:
        if value.wrong:
            ranks = {"positional": 0, "args": 3, "kwargs": 5}
            return Parameter(name, WRONG_VALUES[value.kind].format(name), ranks.get(value.kind, 1))
        if value.kind in BARE_VALUES:
            text = BARE_VALUES[value.kind].format(name)
            return Parameter(name, text, 2 if " = " in text else 1)
        text = VALUES[value.kind]
        return Parameter(name, f"{name}: {text}", 2 if " = " in text else 1)

    def _parameters(self, one: Provider | Route) -> list[Parameter]:
        tag = one.name
        key = tag.removeprefix("p")
        made = [self._ask(tag, f"a{key}_{index}", index, ask) for index, ask in enumerate(one.asks)]
        made += [self._value(f"v{key}_{index}", value) for index, value in enumerate(one.values)]
        return sorted(made, key=lambda parameter: parameter.rank)

    def _lines(self, made: list[Parameter], last: str = "") -> Iterator[str]:
        """Yield parameters; `last` is one more that is given by name."""
        starred = any(one.rank == 3 for one in made)
        for one in made:
            if one.rank == 5 and last:
                yield from ([] if starred else ["    *,"])
                yield f"    {last},"
                last = ""
            if one.rank == 4 and not starred:
                yield "    *,"
                starred = True
            yield one.line
        if last:
            yield from ([] if starred else ["    *,"])
            yield f"    {last},"


MEMBERS = frozenset({"method", "static", "classmethod"})
"""Kinds that are named as part of something."""


def call_name(provider: Provider) -> str:
    """How a provider is named in its module."""
    match provider.what:
        case "method":
            return f"s{provider.number}.{provider.name}"
        case "static" | "classmethod":
            return f"{provider.name.upper()}.{provider.name}"
    return provider.name
