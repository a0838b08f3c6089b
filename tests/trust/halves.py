"""What one half alone can say of a package, each with its reason.

Whatever is not yielded here, both halves must say.
"""

from collections.abc import Iterator

from .choices import BARE_VALUES, HTTP_VALUES, SOCKET_VALUES
from .model import closed_early, inversions, is_within, wrong_types
from .program import Ask, Program, Provider, Route, below, reached

UNTYPED = frozenset({"factory", "holder", "lambda"})
"""Kinds of providers of which the running program knows no class."""
DECLARED_KINDS = frozenset({"factory", "lambda"})
"""Kinds that are variables with a type of their own, which need not say all that they take."""
CONNECTIONS = frozenset({"connection", "request", "socket", "marked connection"})
"""Values that hold all of a request."""
HANDED = frozenset({"connection", *HTTP_VALUES, *SOCKET_VALUES})
"""Values that are no part of a request: it is handed over as it is, or what answers it."""


def owed_by_mypy(program: Program) -> Iterator[str]:
    """Yield parts of sentences that mypy must say, though the running program cannot.

    What is silently ignored leaves nothing that could be refused when the program runs.
    """
    yield from _ignored(program)
    yield from (_untyped(one) for one in program.providers if one.says_nothing and _is_seen(one))
    yield from closed_early(program)
    for route in program.routes:
        if route.placeholder == "unused" and _is_known_below(program, route):
            yield _unused(route)


def only_mypy(program: Program) -> Iterator[str]:
    """Yield parts of sentences that mypy may say alone."""
    yield from _ignored(program)
    yield from (_untyped(one) for one in program.providers if one.says_nothing)
    yield from (_unused(route) for route in program.routes if route.placeholder == "unused")
    yield from closed_early(program)  # FastAPI closes it, typed_depends does not
    yield from _handed_once(program)
    yield from _lost(program)
    yield from _of_no_class(program)
    yield from _below_replaced(program)
    yield from _for_no_route(program)
    for override in program.overrides:
        provides = program.provider(override.original).provides
        if override.slip == "called original" and provides.startswith("Callable"):
            # What a call gives can be called here, but no marker names it.
            yield f'"p{override.original}" provides'
        # mypy takes it that some marker asks for the original without a scope.
        scopes = {ask.scope for ask in program.asks() if ask.to == override.original}
        if override.replacement is not None and None not in scopes:
            yield f'"p{override.replacement}" (request) holds'


def only_running(program: Program) -> Iterator[str]:
    """Yield parts of sentences about what mypy cannot be sure of."""
    for one, name in _lost_names(program):
        if one.module is not None and program.styles[one.module] == "star":
            # A star import may bring the name.
            yield f'of "{name}" of "{one.name}" cannot be read at run time'
    for override in program.overrides:
        if program.provider(override.original).kind == "lambda":
            # What the type of a lambda does not say, it may still read.
            yield 'but "lambda" reads no such parameter'
    for ask in program.asks():
        kinds = {program.provider(number).what for number in below(program, ask.to)}
        if ask.slip == "unread" and kinds & DECLARED_KINDS:
            is_lambda = program.provider(ask.to).kind == "lambda"
            yield f'of "{"lambda" if is_lambda else f"p{ask.to}"}" are checked by nothing'
    for route in program.routes:
        if route.module is not None:
            # A prefix that another module gives may have the placeholder.
            yield f'is marked path(), but "{route.path}" has no placeholder'
    yield from _of_the_wrong_connection(program)
    yield from _brought_by_a_replacement(program)
    # Who asks for what a test replaces, mypy does not know.
    originals = {override.original for override in program.overrides}
    for ask in program.asks():
        if ask.scope == "lifespan" and originals & below(program, ask.to):
            yield f'"p{ask.to}" (lifespan) is set up once for all requests'
    yield from inversions(program, running=True) - inversions(program, running=False)


def overload_defaults(program: Program) -> Iterator[str]:
    """Yield the dependencies whose default mypy itself refuses, at each overload, by its type.

    The plugin judges them where the function is defined.
    """
    wrong = dict(wrong_types(program))
    for one in program.providers:
        for index, ask in enumerate(one.asks):
            place = f"{one.name}.a{one.number}_{index}"
            if one.what == "overloaded" and "default" in ask.form and wrong.get(place):
                yield place


def undetermined(program: Program) -> Iterator[str]:
    """Yield the markers whose place has no type of its own: mypy alone fails in a circle there."""
    for one in program.parts():
        for index, ask in enumerate(one.asks):
            if ask.form == "bare" or "variable" in ask.form:
                yield f"{one.name}.a{one.name.removeprefix('p')}_{index}"


def _ignored(program: Program) -> Iterator[str]:
    for one in program.parts():
        defaults = 0
        for index, ask in enumerate(one.asks):
            name = f"a{one.name.removeprefix('p')}_{index}"
            if ask.slip == "two markers":
                yield f'"{name}" has two markers in annotated'
            # Behind another default, Python asks for one; a partial may be called by hand.
            by_hand = isinstance(one, Provider) and one.what == "partial"
            if ask.slip == "default beside" and not defaults and not by_hand:
                yield f'the default of "{name}" is never used'
            has_default = ask.form == "bare" or "default" in f"{ask.form} {ask.slip}"
            defaults += has_default or ask.slip == "two places"


def _handed_once(program: Program) -> Iterator[str]:
    """Yield what FastAPI gives to one parameter alone; typed_depends gives it to each."""
    for one in program.parts():
        kinds = [value.kind for value in one.values if value.kind in HANDED]
        if program.family == "fastapi" and len(set(kinds)) < len(kinds):
            yield f'of "{one.name}" is given nothing: fastapi hands'


def _untyped(provider: Provider) -> str:
    """Return how `depends-untyped`, which concerns no running program, begins."""
    return f'"{provider.name}" has no return annotation'


def _is_seen(provider: Provider) -> bool:
    """Tell whether mypy knows a function: not if it has no annotation at all and is decorated."""
    return (
        provider.what != "wrapped"
        or any(ask.form != "bare" for ask in provider.asks)
        or any(value.kind not in BARE_VALUES for value in provider.values)
    )


def _unused(route: Route) -> str:
    return f'has the placeholder "{{i{route.name}}}"'


def _is_known_below(program: Program, route: Route) -> bool:
    """Tell whether mypy can know all that a route's dependencies may take from its path.

    Another module may add dependencies to a router; what a whole application depends on is not
    looked at; a variable's type need not say all that the function in it takes; and who has the
    connection can read its path.
    """
    if route.module is not None or program.listed or route.method == "websocket":
        return False
    found = [program.provider(n) for ask in program.asks_of(route) for n in below(program, ask.to)]
    parts: list[Provider | Route] = [route, *found]
    return not (
        any(ask.slip for ask in program.asks_of(route))
        or any(one.what in DECLARED_KINDS for one in found)
        or any(value.kind in CONNECTIONS for one in parts for value in one.values)
    )


def _lost(program: Program) -> Iterator[str]:
    """Where an annotation is lost, the running program sees no more than that."""
    for one, name in _lost_names(program):
        yield f'"{name}" of "{one.name}": "apple"'
        yield f'"{name}" is read from the request'
        yield f'"{name}" of "{one.name}" is read from the request'
        yield f'the parameter "{name}" of "{one.name}", which replaces'


def _lost_names(program: Program) -> Iterator[tuple[Provider | Route, str]]:
    """Yield the parameters whose annotations the running program cannot read."""
    for one in program.parts():
        key = one.name.removeprefix("p")
        yield from (
            (one, f"v{key}_{index}")
            for index, value in enumerate(one.values)
            if value.kind == "lost"
        )
        yield from (
            (one, f"a{key}_{index}")
            for index, ask in enumerate(one.asks)
            if ask.slip in ("lost", "lost default")
        )


def _for_no_route(program: Program) -> Iterator[str]:
    """What is listed for routes of which there are none, is in no graph of a running program."""
    serving = {module for route in program.routes for module in program.routers(route.module)}
    asked = {
        ask.to
        for one in program.parts()
        for ask in (*one.asks, *getattr(one, "listed", ()))
        if ask.scope == "lifespan"
    }
    for module, said in enumerate(program.including):
        for ask in (*said.listed, *said.included):
            if ask.scope == "lifespan" and module not in serving and ask.to not in asked:
                yield f'"p{ask.to}" (lifespan) is set up once for all requests'
    yield from inversions(program, running=False) - inversions(program, running=False, served=True)


def _of_the_wrong_connection(program: Program) -> Iterator[str]:
    """Of a router that another module adds something to, mypy does not know the routes."""
    for route in program.routes:
        seen = (*route.asks, *route.listed, *_listed_at_home(program, route))
        known = {number for ask in seen for number in below(program, ask.to)}
        wrong = "request" if route.method == "websocket" else "socket"
        for ask in program.asks_of(route):
            for number in below(program, ask.to) - known:
                yield from _wrongly_asked(program, number, wrong)


def _wrongly_asked(program: Program, number: int, wrong: str) -> Iterator[str]:
    """Yield the values of a provider that are of a connection of another kind."""
    one = program.provider(number)
    for index, value in enumerate(one.values):
        if value.kind == wrong:
            yield f'"v{number}_{index}" of "{one.name}" is a "'


def _brought_by_a_replacement(program: Program) -> Iterator[str]:
    """Of the routes that ask for what is replaced, mypy knows nothing where it is replaced."""
    for route in program.routes:
        wrong = "request" if route.method == "websocket" else "socket"
        asked = {number for ask in program.asks_of(route) for number in below(program, ask.to)}
        brought = {
            number
            for override in program.overrides
            if override.replacement is not None and override.original in asked
            for number in below(program, override.replacement) - asked
        }
        for number in brought:
            yield from _wrongly_asked(program, number, wrong)


def _listed_at_home(program: Program, route: Route) -> Iterator[Ask]:
    """Yield what the module of a route lists for all that it serves."""
    home = route.module
    if home is None:
        yield from program.listed
    else:
        yield from program.including[home].listed


def _of_no_class(program: Program) -> Iterator[str]:
    """Of types the running program knows classes, not what they hold, and no type variable."""
    for override in program.overrides:
        if override.replacement is None:
            if program.provider(override.original).kind != "lambda":
                yield 'but its replacement "lambda" provides'
            continue
        original, other = map(program.provider, (override.original, override.replacement))
        wanted = original.name if original.is_class else original.provides
        classes = [_class_of(wanted), _class_of(other.provides)]
        unknown = (
            (classes[0] == classes[1] and not _hold_others(wanted, other.provides))
            or (classes[0] == "Sequence" and classes[1] in ("list", "str", "tuple"))
            or any(one.what in UNTYPED for one in (original, other))
        )
        if unknown and not is_within(other.provides, wanted):
            yield f'but its replacement "{other.name}" provides'


def _hold_others(wanted: str, given: str) -> bool:
    """Tell whether two types of one class hold what is in no way related."""
    return {wanted.partition("[")[2], given.partition("[")[2]} == {"Apple]", "Bread]"}


def _class_of(provides: str) -> str:
    name = provides.partition("[")[0]
    return {"Basket": "dict", "Literal": "str"}.get(name, name)


def _below_replaced(program: Program) -> Iterator[str]:
    """What is asked for only below what is replaced, or only through a partial, stays as it is."""
    plainly = reached(program, overridden=True, plainly=True)
    for override in program.overrides:
        if override.original not in plainly:
            name = f"p{override.original}"
            yield f'"{name}" provides'
            yield f'"{name}" is replaced'
            yield f'which replaces "{name}"'
