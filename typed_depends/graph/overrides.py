"""Overrides in a graph: the set in force, and the rule a replacement must keep.

A replacement must be callable, provide what the original provides as far as both say so,
and read nothing from the request that nobody meant it to: FastAPI turns the arguments of
a `Mock()` and the `db` of `lambda db: ...` into required query parameters. Inversions and
circles show in the graph itself.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from inspect import Parameter as SignatureParameter
from typing import Any

from typed_depends import wording
from typed_depends.chain import Chain, Link
from typed_depends.errors import DependencyError, DependencyMarkerError, OverrideError
from typed_depends.graph.node import call_key
from typed_depends.placeholder import is_named_as_guard
from typed_depends.reading.dependant import DependencyParameter, ValueParameter
from typed_depends.reading.kind import name_of, place_of
from typed_depends.reading.parameter import likely_name, show_type, show_value, why_no_provider
from typed_depends.reading.provided import contradicts, provided_type
from typed_depends.reading.reader import Reader
from typed_depends.reading.signature import NoSignatureError, signature_of

Provider = Callable[..., Any]
Replacement = tuple[Hashable, Any, Any]
"""The key of the original, the original, what stands in for it."""
Replacements = tuple[Replacement, ...]


class OverrideSet:
    """The overrides in force: equal sets share plans.

    Replacements are told apart by identity: two closures are two replacements.
    """

    def __init__(self, items: Replacements = ()) -> None:
        self.items = items
        self._identity = frozenset((key, id(replacement)) for key, _, replacement in items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OverrideSet) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    def __bool__(self) -> bool:
        return bool(self.items)

    def by_key(self) -> dict[Hashable, Any]:
        """Return the replacements by key of the original."""
        return {key: replacement for key, _, replacement in self.items}


NONE = OverrideSet()


def find_misfits(
    overrides: OverrideSet,
    reader: Reader,
    *,
    used: Collection[Hashable],
    placeholders: Collection[str] = (),
) -> Iterator[DependencyError]:
    """Yield one error per replacement that cannot stand in, of those whose key is `used`."""
    for key, original, replacement in overrides.items:
        if key in used:
            yield from _misfits(original, replacement, reader, placeholders)


def find_unused(
    overrides: OverrideSet, known: Mapping[Hashable, Provider], reader: Reader
) -> Iterator[OverrideError]:
    """Yield one error per override of a callable that nothing asks for.

    `known` are the providers in the application's own graphs; those below a replacement
    count as well.
    """
    reachable = set(known)
    for _, _, replacement in overrides.items:
        if callable(replacement):
            reachable |= providers_below(replacement, reader).keys()
    names = sorted({name_of(call) for call in known.values()})
    for key, original, _ in overrides.items:
        if not callable(original):
            yield OverrideError(
                wording.override_of_no_provider(show_value(original), likely_name(original)),
                Chain((_link(original),)),
            )
        elif key not in reachable:
            from difflib import get_close_matches  # rarely needed, and large

            near = get_close_matches(name_of(original), names, n=2)
            yield OverrideError(
                wording.override_unused(name_of(original), near), Chain((_link(original),))
            )


def providers_below(call: Provider, reader: Reader) -> dict[Hashable, Provider]:
    """Return everything `call` depends on, by key."""
    found: dict[Hashable, Provider] = {}
    seen = {id(call)}
    waiting = [call]
    while waiting:
        for parameter in reader.read(waiting.pop()).parameters:
            if isinstance(parameter, DependencyParameter):
                below = parameter.marked.call
                found.setdefault(call_key(below), below)
                if id(below) not in seen:
                    seen.add(id(below))
                    waiting.append(below)
    return found


def _misfits(
    original: Provider, replacement: Any, reader: Reader, placeholders: Collection[str]
) -> Iterator[DependencyError]:
    where = Chain((_link(original),))
    name = name_of(original)
    if not callable(replacement):
        yield OverrideError(wording.override_not_callable(name, show_value(replacement)), where)
        return
    where = where.then(_link(replacement))
    if (refused := why_no_provider(replacement)) is not None:
        yield DependencyMarkerError(refused, where)
        return
    if _takes_anything(replacement):
        yield OverrideError(wording.override_arguments(name, name_of(replacement)), where)
        return
    provided, given = provided_type(original), provided_type(replacement)
    lets_pass = is_named_as_guard(name) and given in (None, bool)
    if not lets_pass and contradicts(given, provided):
        yield OverrideError(
            wording.override_type(
                name, show_type(provided), name_of(replacement), show_type(given)
            ),
            where,
        )
    tree = [original, *providers_below(original, reader).values()]
    read = {
        parameter.name
        for call in tree
        for parameter in reader.read(call).parameters
        if isinstance(parameter, ValueParameter)
    }
    for parameter in reader.read(replacement).parameters:
        if (
            isinstance(parameter, ValueParameter)
            and parameter.marker is None
            and not parameter.has_default
            and parameter.name not in read
            and parameter.name not in placeholders
        ):
            yield OverrideError(
                wording.override_parameter(name, name_of(replacement), parameter.name), where
            )


def _takes_anything(call: Provider) -> bool:
    try:
        parameters = signature_of(call).parameters
    except NoSignatureError:
        return False
    return any(
        parameter.kind in (SignatureParameter.VAR_POSITIONAL, SignatureParameter.VAR_KEYWORD)
        for parameter in parameters
    )


def _link(call: Any) -> Link:
    return Link(name_of(call), None, place_of(call) if callable(call) else None)
