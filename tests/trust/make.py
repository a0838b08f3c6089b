"""Make a random package from a seed: sound first, then, mostly, a few mistakes planted.

A mistake can hide what stands below it from the running program, which reads a graph from
its routes. So every provider gets a route from which a way without mistakes leads to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random

from typed_depends.scope import Scope, outlives

from .program import (
    ALSO,
    BARE_KINDS,
    CLASS_KINDS,
    CLASSES,
    DECLARED,
    GOODS,
    HTTP_VALUES,
    KINDS,
    OVERRIDE_SLIPS,
    OWN,
    SLIPS,
    SOUND_VALUES,
    WRONG_VALUES,
    Ask,
    Override,
    Program,
    Provider,
    Route,
    Value,
)

UNREAD_KINDS = frozenset({"partial", "instance", "async instance", "yielding instance"})
"""Kinds whose annotations FastAPI does not read if they are strings."""

FOLLOWED = frozenset({"", "two markers", "default beside", "lost default"})
"""Slips below which the running program still looks."""


def make(seed: int) -> Program:
    """Return the package of `seed`."""
    return _Maker(Random(seed), seed).program()


@dataclass
class _Maker:
    random: Random
    seed: int
    family: str = ""
    late: tuple[int, ...] = ()
    providers: list[Provider] = field(default_factory=list)
    oauth: int = 0

    def program(self) -> Program:
        random = self.random
        self.family = random.choice(("typed_depends", "fastapi"))
        modules = random.randint(1, 8)
        self.late = tuple(one for one in range(modules) if random.random() < 0.3)
        count = min(int(random.paretovariate(0.8)) + random.randrange(8), 40)
        homes = sorted(random.randrange(modules) for _ in range(count))
        for number, module in enumerate(homes):
            self.providers.append(self._provider(number, module))
        routes = [self._route(number, modules) for number in range(random.randint(1, 4))]
        program = Program(
            self.seed,
            self.family,
            modules,
            self.late,
            dotted=tuple(one for one in range(modules) if random.random() < 0.3),
            providers=tuple(self.providers),
            routes=tuple(routes),
            listed=tuple(self._asks(0, None, most=1, socket=True)) if random.random() < 0.2 else (),
        )
        for _ in range(random.choice((0, 0, 0, 1, 1, 2, 3))):
            program = self._with_mistake(program)
        if random.random() < 0.2 and not program.overrides:
            program = self._with_override(program, wrong=random.random() < 0.6)
        return reachable(program)

    def _provider(self, number: int, module: int) -> Provider:
        random = self.random
        kind = random.choice(KINDS)
        if self.family == "fastapi" and (
            kind == "generic" or (kind in UNREAD_KINDS and module in self.late)
        ):
            kind = "function"
        provides = random.choice(tuple(GOODS))
        if kind in ("class", "dataclass"):
            provides = random.choice(CLASSES)
        if kind == "generic":
            provides = random.choice(("Apple", "int"))
        if kind in BARE_KINDS:
            return Provider(number, module, kind, provides)
        # What is meant to live as long as the application asks for nothing else.
        held = self.family == "typed_depends" and random.random() < 0.15
        provider = Provider(number, module, kind, provides)
        asks = self._asks(number, module, most=3, held=held, holder=provider)
        values = () if held else tuple(self._values(most=2, dataclass=kind == "dataclass"))
        return replace(provider, asks=tuple(asks), values=values)

    def _values(self, most: int, *, dataclass: bool = False, socket: bool = False) -> Iterable[Value]:
        kinds = [*SOUND_VALUES] * 2 + ([] if socket else [*HTTP_VALUES])
        once = {"connection", *HTTP_VALUES}  # FastAPI fills one of a kind
        for _ in range(max(0, self.random.randint(-2, most))):
            kind = self.random.choice(kinds)
            if not (dataclass and kind == "query as default"):
                yield Value(kind)
            if kind in once:
                kinds = [one for one in kinds if one != kind]

    def _asks(
        self,
        below: int,
        module: int | None,
        most: int,
        *,
        held: bool = False,
        holder: Provider | None = None,
        socket: bool = False,
    ) -> Iterable[Ask]:
        known = [one for one in self.providers if holder is None or one.number < below]
        known = [one for one in known if not held or _eligible(self.providers, one)]
        known = [one for one in known if not socket or _without_request(self.providers, one)]
        if not known:
            return
        for _ in range(self.random.randint(0 if holder else 1, most)):
            yield self._ask(self.random.choice(known), module, held=held, holder=holder)

    def _ask(
        self,
        target: Provider,
        module: int | None,
        *,
        held: bool = False,
        holder: Provider | None = None,
    ) -> Ask:
        random = self.random
        holds = _holds(self.providers, target)
        scopes: list[Scope | None] = ["function", "request"]
        if self.family == "typed_depends" and _eligible(self.providers, target):
            scopes.append("lifespan")
        # No generator may hold what ends before it. A marker without a scope: request, or none.
        sound = [one for one in scopes if one and not (holds and outlives(one, holds))]
        if target.yields and held:
            scope: Scope | None = "lifespan"
        elif target.yields and (holds == "function" or holder is None and random.random() < 0.3):
            scope = random.choice(sound)
        elif target.yields or random.random() < 0.9:
            scope = "lifespan" if "lifespan" in sound and random.random() < 0.3 else None
        else:
            scope = random.choice(sound)
        form = random.choice(("annotated", "annotated", "default", "string", "alias", "shared"))
        declared = self._declared(target)
        if target.kind in CLASS_KINDS and random.random() < 0.5:
            declared, form = OWN, random.choice(("own", "own default", "annotated", "alias"))
        unread = self.family == "fastapi" and holder is not None and holder.kind in UNREAD_KINDS
        if form == "string" and (unread or (holder is not None and holder.kind == "dataclass")):
            form = "annotated"
        self.oauth += 1
        return Ask(
            target.number,
            declared,
            form,
            scope,
            use_cache=random.random() < 0.9,
            oauth=(f"s{self.oauth}",) if scope is None and Value("oauth") in target.values else (),
        )

    def _declared(self, target: Provider) -> str:
        """What a right dependency declares."""
        provides = target.provides
        if target.kind == "generic":
            return self.random.choice((OWN, OWN, "object", "Any"))
        return self.random.choice((provides, provides, *ALSO.get(provides, ()), "object", "Any"))

    def _route(self, number: int, modules: int) -> Route:
        random = self.random
        module = random.choice((None, *range(modules)))
        method = random.choice(("get", "get", "post", "websocket"))
        socket = method == "websocket"
        listed = self._asks(0, module, most=2, socket=socket) if random.random() < 0.3 else ()
        return Route(
            number,
            module,
            method,
            tuple(self._visible(self._asks(0, module, most=4, socket=socket), module)),
            tuple(self._values(most=2, socket=socket)),
            tuple(self._visible(listed, module)),
            placeholder=random.choice(("", "", "taken", "marked")),
        )

    def _visible(self, asks: Iterable[Ask], module: int | None) -> Iterable[Ask]:
        """Leave out what is defined in a later module, which this one would import in a circle."""
        homes = {one.number: one.module for one in self.providers}
        yield from (ask for ask in asks if module is None or homes[ask.to] <= module)

    def _with_mistake(self, program: Program) -> Program:
        random = self.random
        match random.randrange(12):
            case 0 | 1 | 2:
                return self._edited_ask(program, declared=random.choice(DECLARED))
            case 3 | 4:
                scopes = ["function", "request", "lifespan"][: 3 if self.family != "fastapi" else 2]
                return self._edited_ask(program, scope=random.choice(scopes))
            case 5 | 6:
                return self._with_slip(program)
            case 7:
                return self._with_circle(program)
            case 8 | 9:
                return self._with_wrong_value(program)
            case 10:
                return self._with_wrong_path(program)
            case _:
                return program if program.overrides else self._with_override(program, wrong=True)

    def _edited_ask(self, program: Program, **changes: str) -> Program:
        places = [
            (one, index)
            for one in (*program.providers, *program.routes)
            for index, ask in enumerate(one.asks)
            if ask.declared != OWN and not ask.slip and not ask.oauth
        ]
        if not places:
            return program
        one, index = self.random.choice(places)
        ask = replace(one.asks[index], **changes)  # type: ignore[arg-type]
        return with_part(program, one, asks=(*one.asks[:index], ask, *one.asks[index + 1 :]))

    def _with_slip(self, program: Program) -> Program:
        slip = self.random.choice(SLIPS)
        callable_now = [
            one
            for one in program.providers
            if one.kind in ("function", "generator", "coroutine")
            and not one.asks
            and not one.values
        ]
        targets = callable_now if slip == "called" else [*program.providers]
        homes = [
            one
            for one in (*program.providers, *program.routes)
            if not isinstance(one, Provider) or one.kind not in (*BARE_KINDS, "dataclass")
        ]
        if not targets or not homes:
            return program
        home, target = self.random.choice(homes), self.random.choice(targets)
        if home.module is not None and target.module > home.module:
            return program
        if isinstance(home, Provider) and target.number >= home.number:
            return program
        ask = Ask(target.number, "Any", "annotated", slip=slip)
        return with_part(program, home, asks=(*home.asks, ask))

    def _with_circle(self, program: Program) -> Program:
        """Let a provider ask for one that is, perhaps, above it."""
        homes = [
            one
            for one in program.providers
            if one.module in program.late and one.kind not in (*BARE_KINDS, "dataclass")
        ]
        if not homes:
            return program
        home = self.random.choice(homes)
        target = self.random.choice([one for one in program.providers if one.number >= home.number])
        ask = Ask(target.number, "Any", "annotated")
        return with_part(program, home, asks=(*home.asks, ask))

    def _with_wrong_value(self, program: Program) -> Program:
        kind = self.random.choice(tuple(WRONG_VALUES))
        homes = [
            one
            for one in (*program.providers, *program.routes)
            if not isinstance(one, Provider)
            or (one.kind not in (*BARE_KINDS, "dataclass", "wrapped", "wrapped generator"))
        ]
        if kind in ("positional", "unfillable", "unfillable list", "lost"):
            # For a provider that only other modules ask for, mypy's cache has forgotten them.
            homes = [one for one in homes if isinstance(one, Route) or _at_home(program, one)]
        if not homes:
            return program
        home = self.random.choice(homes)
        if kind == "positional" and (
            isinstance(home, Route) and home.method == "websocket"
            or any(value.kind == kind for value in home.values)
            or isinstance(home, Provider)
            and home.kind == "partial"
        ):
            return program
        if kind in ("args", "kwargs") and any(value.kind == kind for value in home.values):
            return program
        return with_part(program, home, values=(*home.values, Value(kind, wrong=True)))

    def _with_wrong_path(self, program: Program) -> Program:
        route = self.random.choice(program.routes)
        wrong = self.random.choice(("unused", "query", "default", "list"))
        return with_part(program, route, placeholder=wrong)

    def _with_override(self, program: Program, *, wrong: bool) -> Program:
        random = self.random
        originals = [
            one
            for one in program.providers
            if one.kind != "generic"
            and "Iterator" not in one.provides
            and not any(ask.to == one.number and ask.scope for ask in program.asks())
        ]
        if not originals:
            return program
        original = random.choice(originals)
        others = [
            one
            for one in program.providers
            if one.number < original.number
            and one.kind != "generic"
            and (wrong or one.provides == original.provides)
        ]
        slip = random.choice(OVERRIDE_SLIPS) if wrong and random.random() < 0.5 else ""
        bare = original.kind in ("function", "generator") and not original.asks + original.values
        if slip.startswith("called") and not bare:
            slip = "mock"
        if not slip and not others:
            return program
        other = random.choice(others) if others and not slip else None
        override = Override(original.number, None if other is None else other.number, slip)
        return replace(program, overrides=(*program.overrides, override))


def with_part(program: Program, part: Provider | Route, **changes: object) -> Program:
    """Return the program with one provider or route changed."""
    changed = replace(part, **changes)  # type: ignore[arg-type]
    if isinstance(changed, Route):
        routes = tuple(changed if one == part else one for one in program.routes)
        return replace(program, routes=routes)
    providers = tuple(changed if one == part else one for one in program.providers)
    return replace(program, providers=providers)


def reachable(program: Program) -> Program:
    """Give every provider that no route leads to a route of its own."""
    for number in sorted(unreached(program), reverse=True):
        if number not in unreached(program):
            continue
        target = program.provider(number)
        holds = _holds([*program.providers], target)
        ask = Ask(number, "Any", scope="function" if target.yields and holds == "function" else None)
        route = Route(1 + max(one.number for one in program.routes), None, asks=(ask,))
        program = replace(program, routes=(*program.routes, route))
    return program


def unreached(program: Program) -> set[int]:
    """Return the providers to which no way without slips leads from a route."""
    waiting = [*program.listed] if program.routes else []
    for route in program.routes:
        waiting += [*route.asks, *route.listed]
    seen: set[int] = set()
    while waiting:
        ask = waiting.pop()
        if ask.slip in FOLLOWED and ask.to not in seen:
            seen.add(ask.to)
            waiting += program.provider(ask.to).asks
    return {one.number for one in program.providers} - seen


def _at_home(program: Program, provider: Provider) -> bool:
    """Whether the module of a provider asks for it."""
    return any(
        ask.to == provider.number
        for one in (*program.providers, *program.routes)
        if one.module == provider.module
        for ask in one.asks
    )


def _holds(providers: list[Provider], one: Provider) -> Scope | None:
    """The shortest lifetime that a provider holds, itself left out."""
    shortest: Scope | None = None
    for ask in one.asks:
        target = providers[ask.to]
        scope: Scope | None = ask.scope or ("request" if target.yields else None)  # type: ignore[assignment]
        held = scope or (_holds(providers, target) if ask.to < one.number else None)
        if held is not None and (shortest is None or outlives(shortest, held)):
            shortest = held
    return shortest


def _eligible(providers: list[Provider], one: Provider) -> bool:
    """Whether nothing below a provider belongs to one request."""
    return not one.values and all(
        ask.scope == "lifespan"
        or (
            ask.scope is None
            and not providers[ask.to].yields
            and _eligible(providers, providers[ask.to])
        )
        for ask in one.asks
    )


def _without_request(providers: list[Provider], one: Provider) -> bool:
    """Whether a provider can stand under a WebSocket route."""
    return all(value.kind not in HTTP_VALUES for value in one.values) and all(
        _without_request(providers, providers[ask.to]) for ask in one.asks
    )
