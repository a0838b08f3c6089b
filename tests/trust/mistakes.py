"""Plant one mistake in a package that is sound."""

from dataclasses import replace
from random import Random

from .choices import (
    BARE_KINDS,
    DECLARED,
    FIELD_KINDS,
    OVERRIDE_SLIPS,
    OWN,
    SLIPS,
    WRONG_ANSWERS,
    WRONG_VALUES,
)
from .fitting import FOREIGN, Side, fits
from .program import Ask, Override, Program, Provider, Route, Value, below, with_part

UNCHANGED = frozenset({*BARE_KINDS, *FIELD_KINDS})
"""Kinds that take no parameter more."""
NO_MORE = frozenset({*UNCHANGED, "wrapped", "overloaded"})
"""Kinds whose parameters are handed on, or said several times."""


def with_mistake(program: Program, random: Random) -> Program:
    match random.randrange(13):
        case 12:
            return _with_wrong_answer(program, random)
        case 0 | 1 | 2:
            return _edited_ask(program, random, declared=random.choice(DECLARED))
        case 3 | 4:
            scopes = ["function", "request", "lifespan"][: 3 if program.family != "fastapi" else 2]
            return _edited_ask(program, random, scope=random.choice(scopes))
        case 5 | 6:
            return _with_slip(program, random)
        case 7:
            return _with_circle(program, random)
        case 8 | 9:
            return _with_wrong_value(program, random)
        case 10:
            return _with_wrong_path(program, random)
        case _:
            return with_override(program, random, wrong=True)


def _edited_ask(program: Program, random: Random, **changes: str) -> Program:
    places = [
        (one, index)
        for one in program.parts()
        for index, ask in enumerate(one.asks)
        if ask.declared != OWN
        and not ask.slip
        and not ask.oauth
        and ask.form not in ("bare", "generic alias")
    ]
    if not places:
        return program
    one, index = random.choice(places)
    ask = replace(one.asks[index], **changes)  # type: ignore[arg-type]
    return with_part(program, one, asks=(*one.asks[:index], ask, *one.asks[index + 1 :]))


def _with_slip(program: Program, random: Random) -> Program:
    slip = random.choice(SLIPS)
    callable_now = [
        one
        for one in program.providers
        if one.kind in ("function", "generator", "coroutine")
        and not one.asks + one.values
        and "None" not in one.provides  # a call for nothing is a mistake of another kind
    ]
    targets = callable_now if slip == "called" else [*program.providers]
    targets = [one for one in targets if one.kind != "controller"]
    homes = [
        one for one in program.parts() if not isinstance(one, Provider) or one.what not in UNCHANGED
    ]
    if not targets or not homes:
        return program
    home, target = random.choice(homes), random.choice(targets)
    if home.module is not None and target.module > home.module:
        return program
    if isinstance(home, Provider) and target.number >= home.number:
        return program
    side: Side = "both"
    if isinstance(home, Route):
        side = "websocket" if home.method == "websocket" else "http"
    if not fits(program.providers, target, side):
        return program
    ask = Ask(target.number, "Any", "annotated", slip=slip)
    return with_part(program, home, asks=(*home.asks, ask))


def _with_circle(program: Program, random: Random) -> Program:
    """Let a provider ask for one that is, perhaps, above it."""
    homes = [
        one
        for one in program.providers
        if one.module in program.late and one.what not in {*UNCHANGED, "controller"}
    ]
    if not homes:
        return program
    home = random.choice(homes)
    target = random.choice(
        [one for one in program.providers if one.number >= home.number and one.kind != "controller"]
    )
    ask = Ask(target.number, "Any", "annotated")
    return with_part(program, home, asks=(*home.asks, ask))


def _with_wrong_value(program: Program, random: Random) -> Program:
    kind = random.choice(tuple(WRONG_VALUES))
    homes = [
        one for one in program.parts() if not isinstance(one, Provider) or one.what not in NO_MORE
    ]
    if not homes:
        return program
    home = random.choice(homes)
    if program.family == "fastapi" and kind == "socket" and _has_socket(home):
        return program  # FastAPI fills one
    if kind == "positional" and (
        (isinstance(home, Route) and home.method == "websocket")
        or any(value.kind == kind for value in home.values)
        or (isinstance(home, Provider) and home.what == "partial")
    ):
        return program
    if kind in ("args", "kwargs") and any(value.kind == kind for value in home.values):
        return program
    return with_part(program, home, values=(*home.values, Value(kind, wrong=True)))


def _has_socket(home: Provider | Route) -> bool:
    return (isinstance(home, Route) and home.method == "websocket") or any(
        value.kind == "socket" for value in home.values
    )


def _with_wrong_path(program: Program, random: Random) -> Program:
    route = random.choice(program.routes)
    wrong = random.choice(("unused", "query", "default", "list"))
    return with_part(program, route, placeholder=wrong)


def _with_wrong_answer(program: Program, random: Random) -> Program:
    routes = [one for one in program.routes if one.method != "websocket" and not one.streams]
    if not routes:
        return program
    return with_part(program, random.choice(routes), answer=random.choice([*WRONG_ANSWERS]))


def with_override(program: Program, random: Random, *, wrong: bool) -> Program:
    originals = [
        one
        for one in program.providers
        if not one.opaque
        and one.number not in {override.original for override in program.overrides}
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
        and not one.opaque
        and "Iterator" not in one.provides
        # What provides nothing may be replaced by anything: nobody reads it.
        and (
            one.provides == original.provides
            or (wrong and original.provides != "None" and not one.says_nothing)
        )
        and (wrong or _goes_anywhere(program, one))
    ]
    slip = random.choice(OVERRIDE_SLIPS) if wrong and random.random() < 0.5 else ""
    bare = original.kind in ("function", "generator") and not original.asks + original.values
    # What cannot be hashed is no key of a table.
    bare = bare and original.provides.partition("[")[0] not in ("None", "list", "dict", "Basket")
    if slip.startswith("called") and not bare:
        slip = "mock"
    if not slip and not others:
        return program
    other = random.choice(others) if others and not slip else None
    place = random.choice(("here", "elsewhere"))
    override = Override(original.number, None if other is None else other.number, slip, place)
    return replace(program, overrides=(*program.overrides, override))


def _goes_anywhere(program: Program, provider: Provider) -> bool:
    """Tell whether a provider can stand under a WebSocket route too."""
    return not any(
        value.kind in FOREIGN["both"]
        for number in below(program, provider.number)
        for value in program.provider(number).values
    )
