"""Make a program smaller as long as the halves disagree about it in the same way.

All programs that are one step smaller are checked in one run of mypy.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from .compare import Disagreement, compare
from .program import Including, Program, Provider, Route, unreached, with_part

TRIED_AT_ONCE = 40


def smallest(disagreement: Disagreement, folder: Path) -> Disagreement:
    """Return the same disagreement about the smallest program that is found."""
    kind = disagreement.kind
    while True:
        steps = [
            replace(one, seed=index)
            for index, one in zip(range(TRIED_AT_ONCE), smaller(disagreement.program), strict=False)
        ]
        found = [one for one in compare(steps, folder) if one.kind & kind]
        if not found:
            return disagreement
        better = min(found, key=lambda one: _size(one.program))
        program = replace(better.program, seed=disagreement.program.seed)
        disagreement = Disagreement(program, better.rows)


def smaller(program: Program) -> Iterator[Program]:
    """Yield programs that are one step smaller, without the providers that no route leads to."""
    for step in _steps(program):
        lost = unreached(step)
        overrides = tuple(
            one
            for one in step.overrides
            if one.original not in lost and one.replacement not in lost
        )
        kept = tuple(one for one in step.providers if one.number not in lost)
        one = replace(step, providers=kept, overrides=overrides)
        known = {provider.number for provider in kept}
        if one.routes and one != program and {ask.to for ask in one.asks()} <= known:
            yield one


def _steps(program: Program) -> Iterator[Program]:
    if len(program.routes) > 1:
        yield from (replace(program, routes=(route,)) for route in program.routes)
    for route in program.routes:
        yield replace(program, routes=tuple(one for one in program.routes if one != route))
    for override in program.overrides:
        overrides = tuple(one for one in program.overrides if one != override)
        yield replace(program, overrides=overrides)
    yield replace(program, listed=())
    for part in program.parts():
        for name in ("asks", "values", "listed"):
            items = getattr(part, name, ())
            if len(items) > 1:
                yield with_part(program, part, **{name: ()})
            for index in range(len(items)):
                yield with_part(program, part, **{name: items[:index] + items[index + 1 :]})
    if program.modules > 1:
        providers = tuple(replace(one, module=0) for one in program.providers)
        routes = tuple(replace(one, module=None) for one in program.routes)
        yield replace(
            program,
            providers=providers,
            routes=routes,
            modules=1,
            styles=("names",),
            including=(Including(),),
            late=(),
        )
    yield replace(program, late=())
    yield replace(program, styles=("names",) * program.modules)
    yield replace(program, including=(Including(),) * program.modules)
    for module, said in enumerate(program.including):
        for one in (
            replace(said, listed=()),
            replace(said, included=()),
            replace(said, prefix=""),
            replace(said, placeholder=False),
            replace(said, parent=None),
        ):
            yield replace(
                program,
                including=(*program.including[:module], one, *program.including[module + 1 :]),
            )
    yield replace(program, family="typed_depends")
    yield replace(program, factory=False)
    for part in program.parts():
        yield from _plainer(program, part)


def _plainer(program: Program, part: Route | Provider) -> Iterator[Program]:
    if isinstance(part, Route):
        yield with_part(program, part, placeholder="")
        yield with_part(program, part, method="get")
        yield with_part(program, part, added="decorator", asynchronous=False)
        yield with_part(program, part, streams=False, answer="None", prefixed="", untyped=False)
        yield with_part(program, part, controller=None)
    elif part.kind != "function" and not part.is_class:
        yield with_part(program, part, kind="function")
    if part.untyped:
        yield with_part(program, part, untyped=False)
    for index, ask in enumerate(part.asks):
        for plain in (
            replace(ask, form="annotated"),
            replace(ask, use_cache=True, oauth=()),
            replace(ask, partial=False),
            replace(ask, scope=None),
            replace(ask, declared="Any"),
        ):
            if plain != ask:
                yield with_part(
                    program, part, asks=(*part.asks[:index], plain, *part.asks[index + 1 :])
                )


def _size(program: Program) -> int:
    """Weigh a program: what is read takes more than what is unusual."""
    size = 5 * program.modules + 10 * len(program.overrides)
    size += len(program.late) + len({*program.styles}) + (program.family == "fastapi")
    for one in program.parts():
        size += 20 + 10 * len(one.asks) + 5 * len(one.values)
        size += isinstance(one, Provider) and one.kind != "function"
    for ask in program.asks():
        size += (ask.declared != "Any") + len(ask.oauth) + (ask.scope is not None)
        size += 3 * (ask.form != "annotated") + (not ask.use_cache)
    return size
