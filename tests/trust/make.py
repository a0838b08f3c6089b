"""Make a random package from a seed: sound first, then, mostly, a few mistakes planted.

A mistake can hide what stands below it from the running program, which reads a graph from
its routes. So every provider gets a route from which a way without mistakes leads to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random

from typed_depends.scope import Scope, outlives

from .choices import (
    ALSO,
    ANSWERS,
    BARE_KINDS,
    BARE_VALUES,
    BODY_VALUES,
    CLASSES,
    FIELD_KINDS,
    FORM_VALUES,
    GOODS,
    HTTP_VALUES,
    KINDS,
    MODEL_VALUES,
    NEWER,
    OPAQUE_KINDS,
    OWN,
    SOCKET_VALUES,
    SOUND_VALUES,
    UNTYPED_KINDS,
)
from .fitting import FOREIGN, Side, eligible, fits, holds, reads_oauth
from .mistakes import with_mistake, with_override
from .program import Ask, Including, Program, Provider, Route, Value, unreached

UNREAD_KINDS = frozenset({"partial", "instance", "holder", "tuple"})
"""Kinds whose annotations FastAPI does not read if they are strings."""
STYLES = ("names", "names", "dotted", "star", "renamed", "exports")
FORMS = (
    *("annotated", "annotated", "default", "string", "alias", "shared"),
    *("variable", "variable default", "generic alias", "keyword", "bare"),
    *(("type alias", "generic type alias") if NEWER else ()),
)
INLINE_KINDS = frozenset({"function", "coroutine", "generator", "async generator"})
"""Kinds of which a partial may stand in the marker itself."""


def make(seed: int) -> Program:
    """Return the package of `seed`."""
    random = Random(seed)
    program = _Maker(random, seed).program()
    for _ in range(random.choice((0, 0, 0, 1, 1, 2, 3, 5))):
        program = with_mistake(program, random)
    for _ in range(random.choice((0, 0, 0, 1, 2, 3))):
        program = with_override(program, random, wrong=random.random() < 0.4)
    return reachable(program)


@dataclass
class _Maker:
    random: Random
    seed: int
    family: str = ""
    late: tuple[int, ...] = ()
    providers: list[Provider] = field(default_factory=list)
    bodies: tuple[str, ...] = ()
    oauth: int = 0

    def program(self) -> Program:
        random = self.random
        self.family = random.choice(("typed_depends", "fastapi"))
        modules = random.randint(1, 8)
        self.bodies = random.choice(((), tuple(BODY_VALUES), tuple(FORM_VALUES)))
        self.late = tuple(one for one in range(modules) if random.random() < 0.3)
        count = min(int(random.paretovariate(0.8)) + random.randrange(8), 40)
        homes = sorted(random.randrange(modules) for _ in range(count))
        for number, module in enumerate(homes):
            self.providers.append(self._provider(number, module))
        routes = [self._route(number, modules) for number in range(random.randint(1, 4))]
        if self.family == "typed_depends":
            routes = [
                self._with_controller(one, modules) if random.random() < 0.2 else one
                for one in routes
            ]
        return Program(
            self.seed,
            self.family,
            modules,
            self.late,
            styles=tuple(random.choice(STYLES) for _ in range(modules)),
            providers=tuple(self.providers),
            routes=tuple(routes),
            listed=tuple(self._asks(0, None, most=1)) if random.random() < 0.2 else (),
            including=tuple(self._including(module, modules) for module in range(modules)),
            # Of a local variable's method, mypy tells no route.
            factory=random.random() < 0.15
            and not any(
                one.module is None and (one.added == "method" or one.controller is not None)
                for one in routes
            ),
        )

    def _including(self, module: int, modules: int) -> Including:
        random = self.random
        parent = None
        if module + 1 < modules and random.random() < 0.25:
            parent = random.randrange(module + 1, modules)
        lists = [
            self._visible(self._asks(0, home, most=1), home) if random.random() < 0.15 else ()
            for home in (module, parent)
        ]
        return Including(
            tuple(lists[0]),
            tuple(lists[1]),
            prefix=random.choice(("", "", "own", "given")),
            placeholder=random.random() < 0.4,
            parent=parent,
        )

    def _provider(self, number: int, module: int) -> Provider:
        random = self.random
        kind = random.choice(KINDS)
        what = kind.rpartition(" ")[2]
        if self.family == "fastapi" and (
            what == "generic" or (what in UNREAD_KINDS and module in self.late)
        ):
            kind = what = "function"
        provides = random.choice(tuple(GOODS))
        if what in ("class", "dataclass", "attrs"):
            provides = random.choice(CLASSES)
        if what in OPAQUE_KINDS:
            provides = random.choice(("Apple", "int"))
        untyped = what in UNTYPED_KINDS and random.random() < 0.08
        if kind in BARE_KINDS:
            return Provider(number, module, kind, provides, untyped=untyped)
        # What is meant to live as long as the application asks for nothing else.
        held = self.family == "typed_depends" and random.random() < 0.15
        provider = Provider(number, module, kind, provides, untyped=untyped)
        if what == "model":
            return replace(provider, values=() if held else tuple(self._of_model()))
        side: Side = "websocket" if random.random() < 0.15 else "http"
        asks = self._asks(number, module, most=3, held=held, holder=provider, side=side)
        values = () if held else tuple(self._values(most=2, side=side, fields=what in FIELD_KINDS))
        return replace(provider, asks=tuple(asks), values=values)

    def _of_model(self) -> Iterable[Value]:
        for _ in range(self.random.randrange(3)):
            yield Value(self.random.choice(MODEL_VALUES))

    def _values(self, most: int, *, side: Side, fields: bool = False) -> Iterable[Value]:
        kinds = [*SOUND_VALUES] * 2 + [*HTTP_VALUES, *self.bodies] + [*SOCKET_VALUES] * 5
        kinds = [one for one in kinds if one not in FOREIGN[side]]
        kinds += [] if fields else [*BARE_VALUES]
        once = {"connection", *HTTP_VALUES, *SOCKET_VALUES}  # FastAPI fills one of a kind
        for _ in range(max(0, self.random.randint(-2, most))):
            kind = self.random.choice(kinds)
            if not (fields and kind == "query as default"):
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
        side: Side = "both",
    ) -> Iterable[Ask]:
        known = [one for one in self.providers if holder is None or one.number < below]
        known = [one for one in known if one.kind != "controller"]
        known = [one for one in known if not held or eligible(self.providers, one)]
        known = [one for one in known if fits(self.providers, one, side)]
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
        held_below = holds(self.providers, target)
        scopes: list[Scope | None] = ["function", "request"]
        if self.family == "typed_depends" and eligible(self.providers, target):
            scopes.append("lifespan")
        # No generator may hold what ends before it. A marker without a scope: request, or none.
        sound = [one for one in scopes if one and not (held_below and outlives(one, held_below))]
        if target.yields and held:
            scope: Scope | None = "lifespan"
        elif target.yields and (
            held_below == "function" or (holder is None and random.random() < 0.3)
        ):
            scope = random.choice(sound)
        elif target.yields or random.random() < 0.9:
            scope = "lifespan" if "lifespan" in sound and random.random() < 0.3 else None
        else:
            scope = random.choice(sound)
        form = random.choice(FORMS)
        if form == "generic type alias" and self.family == "fastapi":
            form = "type alias"  # of a generic one, FastAPI loses the marker
        declared = "Any" if form == "bare" else self._declared(target)
        if target.is_class and random.random() < 0.5:
            declared, form = OWN, random.choice(("own", "own default", "annotated", "alias"))
        unread = self.family == "fastapi" and holder is not None and holder.what in UNREAD_KINDS
        twice = self.family == "fastapi" and module in self.late  # a string in a string
        whole = holder is not None and holder.what in FIELD_KINDS
        if (form == "string" and (unread or twice or whole)) or (
            whole and form in ("keyword", "variable default", "bare")
        ):
            form = "annotated"
        self.oauth += 1
        return Ask(
            target.number,
            declared,
            form,
            scope,
            use_cache=random.random() < 0.9,
            oauth=(f"s{self.oauth}",) if scope is None and self._reads(target) else (),
            partial=target.kind in INLINE_KINDS
            and random.random() < 0.1
            and not (self.family == "fastapi" and target.module in self.late),
        )

    def _reads(self, target: Provider) -> bool:
        if Value("oauth") in target.values:
            return True
        return reads_oauth(self.providers, target) and self.random.random() < 0.5

    def _declared(self, target: Provider) -> str:
        """What a right dependency declares."""
        provides = target.provides
        if target.opaque:
            return self.random.choice((OWN, OWN, "object", "Any"))
        return self.random.choice((provides, provides, *ALSO.get(provides, ()), "object", "Any"))

    def _route(self, number: int, modules: int) -> Route:
        random = self.random
        module = random.choice((None, *range(modules)))
        method = random.choice(("get", "get", "post", "websocket"))
        socket = method == "websocket"
        side: Side = "websocket" if socket else "http"
        listed = self._asks(0, module, most=2, side=side) if random.random() < 0.3 else ()
        streams = not socket and random.random() < 0.1
        answer = "None" if socket or streams else random.choice(("None", *ANSWERS))
        return Route(
            number,
            module,
            method,
            tuple(self._visible(self._asks(0, module, most=4, side=side), module)),
            tuple(one for one in self._values(most=2, side=side) if one.kind not in SOCKET_VALUES),
            tuple(self._visible(listed, module)),
            placeholder=random.choice(("", "", "taken", "marked")),
            added=random.choice(("decorator", "decorator", "called", "named", "method")),
            asynchronous=random.random() < 0.5,
            streams=streams,
            answer=answer,
            prefixed=random.choice(("", "taken", "marked")),
            untyped=answer == "None" and not streams and random.random() < 0.2,
        )

    def _with_controller(self, route: Route, modules: int) -> Route:
        """Make a route a method of a class, which asks for something itself."""
        number, home = len(self.providers), route.module
        module = modules - 1 if home is None else home
        side: Side = "websocket" if route.method == "websocket" else "http"
        made = Provider(number, module, "controller", self.random.choice(CLASSES))
        asks = self._asks(number, home, most=3, holder=made, side=side)
        made = replace(
            made,
            asks=tuple(self._visible(asks, home)),
            values=tuple(self._values(most=2, side=side)),
        )
        self.providers.append(made)
        return replace(route, controller=number)

    def _visible(self, asks: Iterable[Ask], module: int | None) -> Iterable[Ask]:
        """Leave out what is defined in a later module, which this one would import in a circle."""
        homes = {one.number: one.module for one in self.providers}
        yield from (ask for ask in asks if module is None or homes[ask.to] <= module)


def reachable(program: Program) -> Program:
    """Give every provider that no route leads to a route of its own."""
    for number in sorted(unreached(program), reverse=True):
        if number not in unreached(program):
            continue
        target = program.provider(number)
        short = target.yields and holds([*program.providers], target) == "function"
        ask = Ask(number, "Any", scope="function" if short else None)
        method = "get" if fits([*program.providers], target, "http") else "websocket"
        route = Route(1 + max(one.number for one in program.routes), None, method, asks=(ask,))
        program = replace(program, routes=(*program.routes, route))
    return program
