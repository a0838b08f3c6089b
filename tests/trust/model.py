"""What a package says, worked out from its description alone: a third opinion.

Knows neither mypy nor running programs. Types are compared by a table, lifetimes by following
every way down.
"""

from collections.abc import Iterator

from typed_depends.scope import Scope, outlives

from .choices import ALSO, OWN
from .program import FOLLOWED, Ask, Program, Provider, Route, reached

TYPED = frozenset({"", "two markers"})
"""Slips that leave a dependency's declared and provided type as they are."""


def wrong_types(program: Program) -> Iterator[tuple[str, bool]]:
    """Yield each dependency whose types are known, and whether they do not fit."""
    for name, ask in _places(program):
        provider = program.provider(ask.to)
        if ask.slip in TYPED and not _is_unknown(provider):
            yield name, not is_right(provider, ask.declared)


def unknown_types(program: Program) -> Iterator[str]:
    """Yield each dependency whose provider does not say what it provides."""
    yield from (name for name, ask in _places(program) if _is_unknown(program.provider(ask.to)))


def _is_unknown(provider: Provider) -> bool:
    """Tell whether nothing says what is provided; a `Callable` may be a generator function."""
    is_declared = provider.what in ("factory", "lambda")
    return provider.says_nothing or (is_declared and provider.provides.startswith("Iterator"))


def _places(program: Program) -> Iterator[tuple[str, Ask]]:
    for one in program.parts():
        for index, ask in enumerate(one.asks):
            yield f"{one.name}.a{one.name.removeprefix('p')}_{index}", ask


def is_right(provider: Provider, declared: str) -> bool:
    """Tell whether what a provider provides may be declared like this.

    Of what is declared `None`, nobody reads the value.
    """
    return declared in (OWN, "object", "Any", "None") or (
        not provider.opaque and is_within(provider.provides, declared)
    )


def is_within(provides: str, declared: str) -> bool:
    """Tell whether one type of the table fits the other."""
    return provides == declared or declared in ALSO.get(provides, ())


def inversions(program: Program, *, running: bool, served: bool = False) -> set[str]:
    """Return how the sentences about inversions begin.

    If it is `running`, replacements stand in for what they replace, and nothing is below a
    dependency that was lost. What is `served` is asked for by a route.
    """
    found = set()
    for one in _dependants(program, running=running or served):
        for ask in one.asks + (one.listed if isinstance(one, Route) else ()):
            if running and ask.slip not in FOLLOWED:
                continue
            target = _run(program, ask, running=running)
            scope = _scope(program, target, ask, running=running)
            if target is None or scope is None:
                continue
            held = _held(program, target, set(), running=running)
            found |= {
                f'"{target.name}" ({scope}) holds' for other in held if outlives(scope, other)
            }
    return found


def closed_early(program: Program) -> Iterator[str]:
    """Yield how sentences begin about what FastAPI closes before an endpoint streams."""
    for route in program.routes:
        if not route.streams or program.family != "fastapi":
            continue
        for index, ask in enumerate(route.asks):
            target = program.provider(ask.to)
            if ask.slip in FOLLOWED and "function" in _ends(program, target, ask):
                yield f'"a{route.name}_{index}" (function) is closed before "{route.name}"'


def _ends(program: Program, target: Provider, ask: Ask) -> set[Scope]:
    """Return the lifetimes of what has a clean-up, directly or through what has none."""
    if target.yields:
        return {_scope(program, target, ask, running=False) or "request"}
    below = (one for one in target.asks if one.slip in FOLLOWED)
    return {end for one in below for end in _ends(program, program.provider(one.to), one)}


def _dependants(program: Program, *, running: bool) -> Iterator[Provider | Route]:
    """Yield who asks for something; no route, no running router, and nobody it leads to."""
    runs = reached(program, overridden=True)
    replaced = {one.replacement for one in program.overrides if one.original in runs}
    for part in program.parts():
        if not running or isinstance(part, Route) or part.number in runs | replaced:
            yield part
    serving = {module for route in program.routes for module in program.routers(route.module)}
    lists = [program.listed]
    for module, one in enumerate(program.including):
        if module in serving or not running:
            lists += [one.listed, one.included]
    yield from (Route(-1, None, asks=asks) for asks in lists)


def _run(program: Program, ask: Ask, *, running: bool) -> Provider | None:
    """Return what a dependency really calls. A partial of a provider is not the provider."""
    for one in program.overrides:
        if running and one.original == ask.to and not ask.partial:
            return None if one.replacement is None else program.provider(one.replacement)
    return program.provider(ask.to)


def _scope(program: Program, provider: Provider | None, ask: Ask, *, running: bool) -> Scope | None:
    """Return what a dependency lives for; what replaces a generator, as long as that would."""
    if ask.scope in ("function", "request", "lifespan"):
        return ask.scope  # type: ignore[return-value]
    yields = provider is not None and (
        provider.yields or (running and program.provider(ask.to).yields)
    )
    return "request" if yields else None


def _held(program: Program, one: Provider, seen: set[int], *, running: bool) -> set[Scope]:
    """Return the lifetimes that a provider holds, directly or through plain ones."""
    found: set[Scope] = set()
    if one.number in seen:
        return found
    seen.add(one.number)
    for ask in one.asks:
        if running and ask.slip not in FOLLOWED:
            continue
        target = _run(program, ask, running=running)
        scope = _scope(program, target, ask, running=running)
        if scope is not None:
            found.add(scope)
        elif target is not None:
            found |= _held(program, target, seen, running=running)
    return found
