"""`depends-marker`: a marker that is misused.

Knows what a marker call says and what stands beside it. Knows neither trees nor
positions.
"""

from collections.abc import Iterable, Iterator

from mypy_plugin.codes import DEPENDS_MARKER
from mypy_plugin.dependants.dependant import Value
from mypy_plugin.names import MARKER_NAMES, PARAMETER_MARKERS
from mypy_plugin.rules.finding import Finding
from mypy_plugin.types.beside import Beside
from mypy_plugin.types.marker_call import MarkerCall
from typed_depends import wording
from typed_depends.wording import Sentence


def check_marker(call: MarkerCall) -> Iterator[Finding]:
    """Yield what is wrong with a marker call by itself."""
    for sentence in _sentences(call):
        yield _finding(sentence)


def check_beside(place: Beside) -> Iterator[Finding]:
    """Yield what is wrong with the markers of one parameter together, at the last of them."""
    if place.is_default:
        for annotated in place.in_annotated[-1:]:
            shown = f"{annotated}(...)", f"{place.marker}(...)"
            yield _finding(wording.two_places(place.parameter, *shown))
        return
    if not place.in_annotated:  # an alias of one marker
        return
    *lost, kept = place.in_annotated
    if not place.wins and kept in MARKER_NAMES:
        return
    for one in lost[-1:]:
        yield _finding(
            wording.two_markers(place.parameter, one if place.wins else place.marker, kept)
        )
    if place.default_marker in PARAMETER_MARKERS:
        shown = f"{kept}(...)", f"{place.default_marker}(...)"
        yield _finding(wording.two_places(place.parameter, *shown))
    elif place.has_default and kept in MARKER_NAMES:
        yield _finding(wording.ignored_default(place.parameter, kept))


def check_source(value: Value, connection: str | None) -> Iterator[Finding]:
    """Yield what is wrong with the markers of a parameter that is read from the request.

    `connection` is the parameter's type if it is handed over as it is.
    """
    if not value.source or not PARAMETER_MARKERS.issuperset((value.source, *value.annotated)):
        return
    if value.is_default:
        for annotated in value.annotated[-1:]:
            shown = f"{annotated}(...)", f"{value.source}(...)"
            yield _finding(wording.two_places(value.parameter, *shown))
            return
    for lost in value.annotated[-2:-1]:
        yield _finding(wording.two_markers(value.parameter, lost, value.source))
    if connection is not None:
        yield _finding(wording.marked_connection(value.parameter, value.source, connection))
    elif value.inner_default:
        yield _finding(wording.default_in_annotated(value.parameter, value.source))


def refuse_abstract(provider: str) -> Iterator[Finding]:
    """Yield the finding about a class that cannot be instantiated."""
    yield _finding(wording.abstract_provider(provider))


def refuse_manager(provider: str) -> Iterator[Finding]:
    """Yield the finding about a function that gives a context manager."""
    yield _finding(wording.context_manager_provider(provider))


def refuse_scopes(provider: str, scopes: Iterable[str]) -> Iterator[Finding]:
    """Yield the finding about OAuth scopes that nothing receives."""
    yield _finding(wording.unread_scopes(provider, scopes))


def refuse_item(shown: str) -> Iterator[Finding]:
    """Yield the finding about something in `dependencies=[...]` that is no marker."""
    yield _finding(wording.not_a_marker(shown))


def refuse_bare(parameter: str) -> Iterator[Finding]:
    """Yield the finding about a `Depends()` that nothing says the provider of."""
    yield _finding(wording.nothing_to_call(parameter))


def _finding(sentence: Sentence) -> Finding:
    return Finding(DEPENDS_MARKER, sentence.found, remedy=sentence.remedy)


def _sentences(call: MarkerCall) -> Iterator[Sentence]:
    if call.uncallable is not None:
        yield wording.not_callable(call.marker, call.uncallable.shown, call.uncallable.maker)
    if call.nothing_for is not None:
        yield wording.nothing_to_call(call.nothing_for)
    if call.is_abstract:
        yield wording.abstract_provider(call.provider)
    if call.context_manager is not None:
        yield wording.context_manager_provider(call.context_manager)
    if call.scope is not None and call.scope not in call.scopes_known:
        yield wording.unknown_scope(call.provider, repr(call.scope), call.scopes_known)
    if call.marker == "Security" and call.letters is not None:
        yield wording.letters_as_scopes(call.provider, call.letters)
