"""Whether the two halves agree about packages, and where not."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .halves import only_mypy, only_running, overload_defaults, owed_by_mypy, undetermined
from .model import unknown_types, wrong_types
from .program import Program
from .running import Ran, run
from .sentence import Finding
from .static import Said, check, frameworks


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
    static, refused = said.findings, ran.refused | ran.warned
    overloads = tuple(f"# {place}" for place in overload_defaults(program))
    circular = tuple(f"[has-type]  # {place}" for place in undetermined(program))
    rows = [f"mypy: {row}" for row in said.stray if not row.endswith((*overloads, *circular))]
    rows += [
        f"mypy does not say: {part}"
        for part in owed_by_mypy(program)
        if not any(part in text for _, text in static)
    ]
    rows += _by_the_model(program, said)
    static = static - _among(static - refused, only_mypy(program))
    refused = refused - _among(refused - static, only_running(program))
    circles = _same_circles(static, refused)
    if circles:
        # Where a circle closes, the running program stops looking.
        seconds = {
            (code, text)
            for code, text in static | refused
            if code == "depends-scope" or text.endswith("so it would need itself")
        } | circles
        static, refused = static - seconds, refused - seconds
    static, refused = (_as_running(program, side) for side in (static, refused))
    rows += [f"only mypy: {code}: {text}" for code, text in sorted(static - refused)]
    rows += [f"only running: {code}: {text}" for code, text in sorted(refused - static)]
    rows += [f"running: {row}" for row in ran.failures]
    if ran.refused or ran.failures or {code for code, _ in said.findings} - {"depends-untyped"}:
        return rows
    rows += _types(program, said, ran, "running")
    if program.family == "fastapi":
        theirs = run(program, place, "fastapi")
        rows += [f"FastAPI: {row}" for row in theirs.failures]
        if not theirs.failures:
            rows += _types(program, said, theirs, "FastAPI")
    return rows


def _by_the_model(program: Program, said: Said) -> Iterator[str]:
    """Yield how mypy judges types otherwise than the table of types does."""
    for place, wrong in wrong_types(program):
        if wrong != (place in said.wrong_types):
            yield f"mypy says {'nothing' if wrong else 'depends-type'} at {place}: the model knows"


def _among(found: set[Finding], parts: Iterable[str]) -> set[Finding]:
    """Return the findings that have one of these parts of sentences."""
    parts = tuple(parts)
    return {one for one in found if any(part in one[1] for part in parts)}


def _as_running(program: Program, found: set[Finding]) -> set[Finding]:
    """Name providers as the running program does: a `lambda`, and a class that a call gives."""
    for override in program.overrides:
        called = override.replacement if override.replacement is not None else override.original
        if override.slip == "called replacement" and "type[" in program.provider(called).provides:
            found = {
                (code, text.replace(f'its replacement "p{called}"', 'its replacement "apple"'))
                for code, text in found
            }
    for one in program.providers:
        if one.kind == "lambda":
            found = {(code, text.replace(f'"{one.name}"', '"lambda"')) for code, text in found}
    return found


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


def _types(program: Program, said: Said, ran: Ran, who: str) -> list[str]:
    unknown = set(unknown_types(program))
    return [
        *(
            f"mypy says depends-type at {one}, but {who} delivers what is declared"
            for one in sorted(said.wrong_types - ran.wrong_types)
            if one.partition(".")[0] in ran.called  # an override may keep it from being called
        ),
        *(
            f"{who} delivers another type to {one}, but mypy is silent"
            for one in sorted(ran.wrong_types - said.wrong_types - unknown)
        ),
    ]
