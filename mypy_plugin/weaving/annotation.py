"""Find the dependency markers in an `Annotated[...]`.

mypy keeps a mere position of the metadata. So the whole annotation is cut out of the
source text, from where it starts to the bracket that closes it, to be parsed anew; here
is how to cut it, and how to read what the parser made of it.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mypy.nodes import CallExpr, Expression, IndexExpr, TupleExpr

from mypy_plugin.markers import gives_default, gives_name
from mypy_plugin.weaving.bindings import Bindings, dotted_name

_LITERAL: Final = r"""(?:
    (?P<long>\"{3}|'{3})(?P<lines>(?:[^\\]|\\.)*?)(?P=long)
    |(?P<short>["'])(?P<line>(?:[^\\\n]|\\.)*?)(?P=short))"""
_STRING: Final = re.compile(rf"(?P<prefix>[a-zA-Z]{{0,2}}){_LITERAL}", re.DOTALL | re.VERBOSE)
_PIECE: Final = re.compile(
    rf"(?P<opening>[(\[{{])|(?P<closing>[)\]}}])|\#[^\n]*|{_LITERAL}", re.DOTALL | re.VERBOSE
)
_NOT_AS_WRITTEN: Final = frozenset("bft")
"""Prefixes of literals whose content does not stand letter by letter in the source."""


class Marker(NamedTuple):
    """A marker in an annotation: a call, or a name that may hold one.

    `wins` is False where a later marker of the same annotation takes the parameter, as in
    FastAPI: the last one counts. `rivals` names every marker called in the annotation,
    itself and those of other sources among them. `is_renamed` says that the last of them
    names the value itself, by `alias=`, `has_default` that it is given a default.
    """

    name: str
    expression: Expression
    is_call: bool
    wins: bool
    is_dependency: bool
    rivals: tuple[str, ...]
    is_renamed: bool
    has_default: bool


def end_of_annotation(text: str, start: int) -> int | None:
    """Give where the bracket closes that opens first behind `start`."""
    depth = 0
    for piece in _PIECE.finditer(text, start):
        match piece.lastgroup:
            case "opening":
                depth += 1
            case "closing":
                depth -= 1
                if depth <= 0:
                    return piece.end() if depth == 0 else None
    return None


def inside_string(text: str, start: int) -> tuple[int, int] | None:
    """Give where the content of the string literal at `start` starts and ends.

    None for literals whose content does not stand letter by letter in the source.
    """
    literal = _STRING.match(text, start)
    if literal is None or "\\" in literal[0]:
        return None
    if not _NOT_AS_WRITTEN.isdisjoint(literal["prefix"].lower()):
        return None
    first, last = literal.span("lines" if literal["long"] else "line")
    while first < last and text[first] == " ":
        first += 1
    return first, last


def find_markers(annotation: Expression, bindings: Bindings) -> list[Marker]:
    """Give the markers of an annotation, in order."""
    metadata = list(_metadata(annotation, bindings))
    calls = [item for _, item in metadata if isinstance(item, CallExpr)]
    last = calls[-1] if calls else None
    rivals = tuple(name for name, item in metadata if isinstance(item, CallExpr))
    return [
        Marker(
            name,
            item,
            is_call := isinstance(item, CallExpr),
            wins=item is (last or item),
            is_dependency=not is_call or bindings.is_marker(name),
            rivals=rivals,
            is_renamed=last is not None and gives_name(last),
            has_default=last is not None and gives_default(last, by_factory=False),
        )
        for name, item in metadata
    ]


def _metadata(annotation: Expression, bindings: Bindings) -> Iterator[tuple[str, Expression]]:
    """Yield what may be markers of an annotation, those of a nested `Annotated` first."""
    if not isinstance(annotation, IndexExpr) or not isinstance(annotation.index, TupleExpr):
        return
    if not bindings.is_annotated(dotted_name(annotation.base) or ""):
        return
    declared, *metadata = annotation.index.items
    yield from _metadata(declared, bindings)
    for item in metadata:
        if isinstance(item, CallExpr):
            name = dotted_name(item.callee)
            if name and (bindings.is_marker(name) or bindings.is_parameter_marker(name)):
                yield name, item
        elif name := dotted_name(item):
            yield name, item
