"""`depends-path`: a route's path and the signatures under it must agree.

Knows a path and the values a dependant reads; nothing of where they are written.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from mypy.messages import format_type_bare
from mypy.options import Options
from mypy.types import get_proper_type

from mypy_plugin.codes import DEPENDS_PATH
from mypy_plugin.dependants.dependant import Dependant, Value
from mypy_plugin.dependants.parameters import is_unresolved
from mypy_plugin.rules.finding import Finding
from mypy_plugin.types.carried import is_scalar
from typed_depends import wording

_COMMON = frozenset(
    ("code", "date", "id", "key", "kind", "name", "number", "path", "slug", "type", "uuid")
)

Unseen: TypeAlias = Literal["nothing", "routers", "anything"]
"""What may take placeholders without being seen: what routers elsewhere add, or anything."""


class RoutePath(NamedTuple):
    """What is known of a route's path.

    `said` is what the route itself says, without the prefixes of routers. `full` gives all
    the paths it is served under, None if one is not known. `alone` says that the endpoint
    has no other route. `prefix` is what its router is made with.
    """

    said: str
    full: Callable[[], Sequence[str] | None]
    alone: bool
    prefix: str = ""

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces, as Starlette reads them."""
        return placeholders_of(self.said)

    @property
    def before(self) -> frozenset[str]:
        """The placeholders of the prefix."""
        return placeholders_of(self.prefix)


@lru_cache(maxsize=256)
def placeholders_of(path: str) -> frozenset[str]:
    """Give the names in braces of a path."""
    return frozenset(re.findall(r"{([^:}]*)", path))


def check_values(
    dependant: Dependant, path: RoutePath, options: Options, *, is_endpoint: bool
) -> Iterator[tuple[Value, Finding]]:
    """Yield each value of a dependant that does not agree with the path."""
    placeholders = path.placeholders
    for value in dependant.values:
        in_path = value.parameter in placeholders
        if not in_path and value.source != "Path":
            continue
        for sentence in (
            *_other_marker(value, path, in_path=in_path),
            *_default(value, in_path=in_path and is_endpoint and path.alone),
            *_type(value, options, in_path=in_path),
            *_missing(value, path),
        ):
            yield value, _finding(sentence)
            break


def check_taken(
    endpoint: str,
    path: RoutePath,
    taken: Collection[str],
    values: Iterable[Value],
    *,
    unseen: Unseen,
) -> Iterator[Finding]:
    """Yield each placeholder that is not among the names `taken` by parameters.

    `values` are what those parameters read. Where something `unseen` may take placeholders,
    one counts that a parameter looks like which finds none.

    A catch-all, `{rest:path}`, may be there only to match. What is no name, as in the
    path of an OpenAPI callback, `{$callback_url}`, is no placeholder.
    """
    for name, converter in re.findall(r"{([^:}]*):?([^}]*)}", path.said):
        if name.isidentifier() and name not in taken and converter != "path":
            alike = _parameter_like(name, path, values, closely=unseen == "anything")
            if unseen == "nothing" or alike is not None:
                yield _finding(wording.unused_placeholder(name, path.said, endpoint, alike))


def check_prefix(
    endpoint: str, path: RoutePath, taken: Collection[str], values: Iterable[Value]
) -> Iterator[Finding]:
    """Yield each placeholder of a router's prefix that a parameter merely spells otherwise.

    What else takes none of them may leave them to others, in whatever module.
    """
    untaken = path.before.difference(taken, path.placeholders)
    others = sorted(_reading(values, path)) if untaken else ()
    for name in sorted(untaken):
        for other in others:
            if _letters(other) == _letters(name):
                full = path.prefix + path.said
                yield _finding(wording.unused_placeholder(name, full, endpoint, other))


def _letters(name: str) -> str:
    return name.replace("_", "").lower()


def _parameter_like(
    name: str, path: RoutePath, values: Iterable[Value], *, closely: bool
) -> str | None:
    """Give the parameter that is likely meant to take a placeholder, under another name.

    A part of the name is no more than likely if many things have it: `id` of `tenant_id`.
    """
    others = sorted(_reading(values, path))
    from difflib import get_close_matches  # which only a finding needs

    words = set(name.lower().split("_"))
    for other in others:
        own = set(other.lower().split("_"))
        is_part = (own <= words or words <= own) and not (closely and own & words <= _COMMON)
        if is_part or get_close_matches(name, [other], cutoff=0.8):
            return other
    return None


def _reading(values: Iterable[Value], path: RoutePath) -> set[str]:
    """Name the parameters that must be read from somewhere, and are no placeholders."""
    reading = {
        value.parameter
        for value in values
        if not (value.has_default or value.is_renamed or value.source not in (None, "Path"))
        and (value.type is None or is_scalar(value.type))
        and not is_unresolved(value.type)
    }
    return reading - path.placeholders - path.before


def _finding(sentence: wording.Sentence) -> Finding:
    return Finding(DEPENDS_PATH, sentence.found, remedy=sentence.remedy)


def _other_marker(value: Value, path: RoutePath, *, in_path: bool) -> Iterator[wording.Sentence]:
    if in_path and value.source not in (None, "Path"):
        shown = next(iter(path.full() or ()), path.said)
        yield wording.wrong_marker_for_path(value.parameter, f"{value.source}", shown)


def _default(value: Value, *, in_path: bool) -> Iterator[wording.Sentence]:
    """A plain default counts only where the function is used under no other path.

    A variable or an attribute may be `Path()` itself.
    """
    is_plain = value.source is None and not value.says_more
    if value.has_default and (value.source == "Path" or (in_path and is_plain)):
        yield wording.path_default(value.parameter)


def _type(value: Value, options: Options, *, in_path: bool) -> Iterator[wording.Sentence]:
    if in_path and value.type is not None and not is_scalar(value.type):
        declared = get_proper_type(value.type)
        yield wording.path_type(value.parameter, format_type_bare(declared, options))


def _missing(value: Value, path: RoutePath) -> Iterator[wording.Sentence]:
    if value.source == "Path" and not value.is_renamed:
        for full in path.full() or ():
            if value.parameter not in placeholders_of(full):
                yield wording.no_placeholder(value.parameter, full)
