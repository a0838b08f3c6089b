"""What was measured, as data: sections of rows of figures; to JSON and back."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final, Literal

from benchmarks.requests.measure import Samples

PACKAGES: Final = (
    "fastapi",
    "litestar",
    "dishka",
    "wireup",
    "starlette",
    "pydantic",
    "anyio",
    "uvicorn",
)


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The middle of several samples, and between what half of them lie."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A contender's amounts in its row's unit, and their ratios to the first contender's."""

    amount: Quartiles
    ratio: Quartiles


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured. `tell` says which half of a figure matters here."""

    key: str
    title: str
    unit: str
    figures: dict[str, Figure]
    tell: Literal["ratio", "amount"] = "ratio"


@dataclass(frozen=True, slots=True)
class Section:
    """What was measured in one way."""

    key: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One run: where and when, with which versions, and what came out."""

    when: str
    machine: str
    python: str
    rounds: int
    versions: dict[str, str]
    sections: tuple[Section, ...]

    def write(self, path: Path) -> None:
        """Write the run as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


def row(
    key: str,
    title: str,
    samples: Samples,
    *,
    unit: str = "µs",
    scale: float = 1e6,
    tell: Literal["ratio", "amount"] = "ratio",
) -> Row:
    """Return a row of samples; `scale` times a sample is an amount in `unit`."""
    base = next(iter(samples.values()))
    figures = {
        name: Figure(
            _quartiles(scale * one for one in mine),
            _quartiles(one / other for one, other in zip(mine, base, strict=True)),
        )
        for name, mine in samples.items()
    }
    return Row(key, title, unit, figures, tell)


def results(rounds: int, sections: Iterable[Section]) -> Results:
    """Return the results of a run that ended now, on this machine."""
    return Results(
        when=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        machine=f"{_processor()}, {os.cpu_count()} cores, {platform.system()}",
        python=platform.python_version(),
        rounds=rounds,
        versions={name: found for name in PACKAGES if (found := _version(name))},
        sections=tuple(sections),
    )


def read(path: Path) -> Results:
    """Return a run that was written."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    sections = tuple(
        Section(
            one["key"],
            one["title"],
            tuple(Row(**{**r, "figures": _figures(r)}) for r in one["rows"]),
        )
        for one in data["sections"]
    )
    return Results(**{**data, "sections": sections})


def _figures(written: dict[str, Any]) -> dict[str, Figure]:
    return {
        name: Figure(Quartiles(**one["amount"]), Quartiles(**one["ratio"]))
        for name, one in written["figures"].items()
    }


def _quartiles(values: Iterable[float]) -> Quartiles:
    sorted_values = sorted(values)
    if len(sorted_values) < 2:
        return Quartiles(*sorted_values * 3)
    low, _, high = quantiles(sorted_values, n=4, method="inclusive")
    return Quartiles(*(float(f"{one:.4g}") for one in (low, median(sorted_values), high)))


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
