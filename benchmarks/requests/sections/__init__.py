"""What is measured, a file for each way of measuring; each yields rows of figures."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from benchmarks.requests import shapes
from benchmarks.requests.effort import Effort
from benchmarks.requests.results import Row
from benchmarks.requests.sections import calls, crowd, growth, load, resolution, starting


@dataclass(frozen=True, slots=True)
class Measured:
    """A section: its key and its parts' on the command line, and who measures it."""

    key: str
    title: str
    measure: Callable[[Effort], AsyncIterator[Row]]
    parts: tuple[str, ...] = ()

    def wanted(self, effort: Effort) -> bool:
        """Tell whether it, or a part of it, is to be measured."""
        return effort.wants(self.key, *self.parts)


SHAPES: Final = (*(shape.key for shape in shapes.GRAPHS), shapes.ADMIN_KEY)

SECTIONS: Final = (
    Measured("calls", "whole ASGI call", calls.measure, SHAPES),
    Measured("resolution", "resolution without HTTP", resolution.measure),
    Measured("growth", "growth over a chain", growth.per_dependency),
    Measured("depth", "growth over the depth of shared layers", growth.per_layer),
    Measured("crowd", f"{crowd.SIZE} requests at once", crowd.measure),
    Measured("starting", "starting", starting.measure),
    Measured("load", "requests over loopback", load.measure),
)
KEYS: Final = tuple(key for one in SECTIONS for key in (*one.parts, one.key))
