"""The packages that are measured: by what their markers look like."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.plugin import layers, routes
from benchmarks.plugin.package import Family


@dataclass(frozen=True, slots=True)
class Shape:
    """How a package is written below a folder, and one file of it edited for the nth time."""

    write: Callable[[Path, Family], None]
    edit: Callable[[Path, Family, int], Path]


SHAPES = {
    "forms": Shape(routes.write, routes.edit),
    "layers": Shape(layers.write, layers.edit),
}
"""Every form of real code in equal parts; names in `Annotated` only, fifty modules deep."""
