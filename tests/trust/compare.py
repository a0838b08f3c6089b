"""Whether the two halves agree about packages, and where not."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from typed_depends.scope import SCOPES

from .program import Program, Provider, below, reached
from .running import SILENT, Ran, run
from .sentence import Finding
from .static import Said, check, frameworks

STATIC_ONLY = (
    "has two markers in annotated",
    "is never used",
    'but its replacement "lambda" provides',
    "has the placeholder",
    "is overridden, but it cannot be called",  # which is a warning
)
"""Sentences of mistakes that only mypy tells, for the reasons on the rules' pages."""

UNTYPED = frozenset({"factory", "holder", "lambda"})
"""Kinds of providers of which the running program knows no class."""


@dataclass(frozen=True)
class Disagreement:
    """A package about which the halves do not agree."""

    program: Program
    rows: tuple[str, ...]

    @property
    def kind(self) -> frozenset[str]:
        """What it is about, roughly, so that a smaller program shows the same."""
        return frozenset(" ".join(row.split(" ")[:3]) for row in self.rows)

    def __str__(self) -> str:
        head = f"seed {self.program.seed} ({self.program.family}):"
        return "\n".join([head, *(f"  {row}" for row in self.rows)])


def compare(programs: Sequence[Program], folder: Path) -> list[Disagreement]:
    """Return what the halves do not agree about; `folder` holds mypy's cache from call to call."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        said = check(programs, Path(place) / "static", frameworks(folder)) if programs else {}
        return [
            Disagreement(program, rows)
            for program in programs
            if (rows := tuple(_differences(program, said, Path(place))))
        ]


def _differences(program: Program, all_said: Mapping[str, Said], place: Path) -> list[str]:
    said = all_said[program.package]
    ours = "typed_depends.fastapi" if program.family == "fastapi" else "typed_depends"
    ran = run(program, place, ours)
    untold = [*STATIC_ONLY, *_untold(program)]
    static, refused = said.findings, ran.refused
    static = static - {one for one in static - refused if any(part in one[1] for part in untold)}
    refused = {one for one in refused if not any(part in one[1] for part in _unsure(program))}
    circles = _same_circles(static, refused)
    if circles:
        # Where a circle closes, the running program stops looking.
        seconds = {
            (code, text)
            for code, text in static | refused
            if code == "depends-scope" or text.endswith("so it would need itself")
        } | circles
        static, refused = static - seconds, refused - seconds
    static, refused = (_with_lambdas(program, side) for side in (static, refused))
    rows = [f"mypy: {row}" for row in said.stray]
    rows += [f"only mypy: {code}: {text}" for code, text in sorted(static - refused)]
    rows += [f"only running: {code}: {text}" for code, text in sorted(refused - static)]
    rows += [f"running: {row}" for row in ran.failures]
    if said.findings or ran.refused or ran.failures:
        return rows
    rows += _types(program, said, ran, "running")
    if program.family == "fastapi":
        theirs = run(program, place, "fastapi")
        rows += [f"FastAPI: {row}" for row in theirs.failures]
        if not theirs.failures:
            rows += _types(program, said, theirs, "FastAPI")
    return rows


def _with_lambdas(program: Program, found: set[Finding]) -> set[Finding]:
    """Name providers that are a `lambda` as the running program does."""
    for one in program.providers:
        if one.kind == "lambda":
            found = {(code, text.replace(f'"{one.name}"', '"lambda"')) for code, text in found}
    return found


def _unsure(program: Program) -> Iterator[str]:
    """Yield parts of sentences about what mypy cannot be sure of.

    A prefix that another module may give can have a placeholder, a star import any name, and
    what the type of a `lambda` does not say, it may still read. Who asks for what a test
    replaces, mypy does not know.
    """
    for one in program.parts():
        if one.module is not None and program.styles[one.module] == "star":
            yield f'of "{one.name}" cannot be read at run time'
    for override in program.overrides:
        if program.provider(override.original).kind == "lambda":
            yield 'but "lambda" reads no such parameter'
    yield from _above_replaced(program)
    for route in program.routes:
        if route.module is not None:
            yield f'is marked path(), but "{route.path}" has no placeholder'


def _above_replaced(program: Program) -> Iterator[str]:
    """Yield how sentences begin about those who hold what a replacement holds, or its original."""
    for override in program.overrides:
        for one in program.providers:
            if one.number != override.original and override.original in below(program, one.number):
                yield f'"{one.name}" (request) holds'


def _below_letters(program: Program) -> Iterator[str]:
    """Yield parts of sentences about what is below a marker whose scopes are a string.

    The running program does not go on there; mypy does.
    """
    for owner in program.parts():
        for ask in owner.asks:
            if ask.slip == "letters":
                yield from (f'of "p{number}"' for number in below(program, ask.to))
                for one in program.providers:
                    if isinstance(owner, Provider) and owner.number in below(program, one.number):
                        yield from (f'"{one.name}" ({scope}) holds' for scope in SCOPES)


def _same_circles(static: set[Finding], refused: set[Finding]) -> set[Finding]:
    """Return the circles that have a member in common with one that the other half found.

    Of circles through the same provider, one half may go another way round first.
    """
    found = [{one for one in side if one[0] == "depends-cycle"} for side in (static, refused)]
    return {
        circle
        for side, other in (found, found[::-1])
        for circle in side
        if any(set(circle[1].split()) & set(one[1].split()) for one in other)
    }


def _untold(program: Program) -> Iterator[str]:
    """Yield parts of sentences that the running program cannot say.

    Where an annotation is lost, it sees no dependency. Of types it knows classes, not what
    they hold (`list[Apple]`), and no type variable.
    """
    for one in program.parts():
        for index, value in enumerate(one.values):
            if value.kind == "lost":
                yield f'"v{one.name.removeprefix("p")}_{index}" of "{one.name}": "apple"'
                yield f'"v{one.name.removeprefix("p")}_{index}" is read from the request'
    for ask in program.asks():
        if ask.slip == "lost":
            yield f'"p{ask.to}" (request) holds'
    for override in program.overrides:
        if override.replacement is None:
            continue
        pair = program.provider(override.original), program.provider(override.replacement)
        classes = {one.provides.partition("[")[0].replace("Basket", "dict") for one in pair}
        if len(classes) == 1 or any(one.what in UNTYPED for one in pair):
            yield f'but its replacement "{pair[1].name}" provides'
    yield from _above_replaced(program)
    yield from _below_letters(program)
    seen = reached(program, overridden=True)
    for override in program.overrides:
        if override.original not in seen:  # which another override replaces whole
            name = f"p{override.original}"
            yield from (
                f'"{name}" provides',
                f'"{name}" is replaced',
                f'which replaces "{name}"',
            )


def _types(program: Program, said: Said, ran: Ran, who: str) -> list[str]:
    silent = tuple(f"{one.name}." for one in program.providers if one.kind in SILENT)
    return [
        *(
            f"mypy says depends-type at {one}, but {who} delivers what is declared"
            for one in sorted(said.wrong_types - ran.wrong_types)
            if not one.startswith(silent)
        ),
        *(
            f"{who} delivers another type to {one}, but mypy is silent"
            for one in sorted(ran.wrong_types - said.wrong_types)
        ),
    ]
