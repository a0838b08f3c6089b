"""Marker families beside FastAPI's and ours, which the configuration switches on.

Of these only the provided type is judged: what a parameter, a scope or a path may be is
known for the web alone. A family that converts what is provided, as pydantic does, is
judged only where nothing could be converted.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from mypy.types import Instance, Type, UnionType, get_proper_type

from mypy_plugin.names import (
    FAMILIES,
    FOREIGN,
    JUDGED_BY_TYPE,
    MARKER_NAMES,
    MARKERS,
    SCOPES_OF,
)


class Family(NamedTuple):
    """Its markers, where they are defined and under every name they are exported by."""

    markers: tuple[str, ...]
    exports: tuple[str, ...] = ()
    converts: bool = False


KNOWN: Final = {
    "fast_depends": Family(
        markers=("fast_depends.use.Depends",),
        exports=("fast_depends.Depends", "faststream.Depends"),
        converts=True,
    ),
    "taskiq_dependencies": Family(
        markers=("taskiq_dependencies.dependency.Depends",),
        exports=("taskiq_dependencies.Depends", "taskiq.TaskiqDepends"),
    ),
}
"""Families that need no more than their name in the configuration."""

_CONVERTING: Final = set[str]()
_CONTEXT_MANAGERS: Final = frozenset(
    {"contextlib._GeneratorContextManager", "contextlib._AsyncGeneratorContextManager"}
)


def switch_on(families: Iterable[Family]) -> None:
    """Check the markers of `families` too, in this process: mypy has one configuration."""
    for family in families:
        names = {*family.markers, *family.exports}
        packages = {name.partition(".")[0] for name in names} - SCOPES_OF.keys()
        FAMILIES.update(packages)
        FOREIGN.difference_update(packages)
        JUDGED_BY_TYPE.update(packages)
        MARKERS.update(family.markers)
        MARKER_NAMES.update(name.rpartition(".")[2] for name in names)
        if family.converts:
            _CONVERTING.update(packages)


def may_differ(package: str, provided: Type, declared: Type) -> bool:
    """Tell whether the family of `package` may make one type of the other."""
    if package not in JUDGED_BY_TYPE:
        return False
    given = get_proper_type(provided)
    if isinstance(given, Instance) and given.type.fullname in _CONTEXT_MANAGERS:
        return True
    return package in _CONVERTING and not all(map(_is_taken_as_it_is, _parts(declared)))


def _parts(declared: Type) -> list[Type]:
    proper = get_proper_type(declared)
    return list(proper.items) if isinstance(proper, UnionType) else [proper]


def _is_taken_as_it_is(declared: Type) -> bool:
    """Tell whether pydantic only looks whether a value is of this class: one of the user's own."""
    proper = get_proper_type(declared)
    if not isinstance(proper, Instance) or proper.type.is_enum or proper.type.typeddict_type:
        return False
    if any(base.fullname == "pydantic.main.BaseModel" for base in proper.type.mro):
        return False
    if proper.type.is_protocol or proper.type.is_newtype or proper.type.is_named_tuple:
        return False
    is_dataclass = "dataclass" in proper.type.metadata
    own = [base.module_name for base in proper.type.mro if base.fullname != "builtins.object"]
    return not is_dataclass and not any(module in _CONVERTIBLE for module in own)


_CONVERTIBLE: Final = frozenset(
    {"builtins", "collections", "collections.abc", "datetime", "decimal", "fractions"}
    | {"ipaddress", "pathlib", "re", "typing", "uuid"}
)
"""Modules of the standard library whose classes pydantic makes of other values."""
