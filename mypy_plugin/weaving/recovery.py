"""Find annotations in the text again, and the markers in them.

mypy keeps the position of an annotation and throws away what else it says. It is found
in the text, parsed at its own place, and a probe is put in for each of its markers.
"""

from typing import NamedTuple

from mypy.nodes import CallExpr, Context

from mypy_plugin.names import LOST_WITHIN
from mypy_plugin.weaving.annotation import (
    Marker,
    end_of_annotation,
    find_markers,
    inside_string,
)
from mypy_plugin.weaving.bindings import Bindings
from mypy_plugin.weaving.evaluation import When, when_evaluated
from mypy_plugin.weaving.generic_aliases import GenericAliases
from mypy_plugin.weaving.loom import Loom
from mypy_plugin.weaving.masked import parse_spans
from mypy_plugin.weaving.sites import Question, Site
from mypy_plugin.weaving.source import Span, Text
from mypy_plugin.weaving.statements import Owner, Place

_STRINGS = tuple(prefix + quote for prefix in ("", "r", "R", "u", "U") for quote in "'\"")


class _Found(NamedTuple):
    """An annotation in the text that may hold markers, waiting to be parsed."""

    span: Span
    place: Place
    owner: Owner
    site: Site
    when: When


class Recovery:
    """The annotations of one module: those that may hold markers are parsed all at once."""

    def __init__(
        self,
        text: Text,
        bindings: Bindings,
        loom: Loom,
        aliases: GenericAliases,
        *,
        is_lazy: bool,
    ) -> None:
        """`is_lazy` says that no annotation is evaluated where it stands."""
        self._text = text
        self._bindings = bindings
        self._loom = loom
        self._aliases = aliases
        self._is_lazy = is_lazy
        self._found: list[_Found] = []

    def see(
        self, place: Place, owner: Owner, annotation: Context, text: str | None, site: Site
    ) -> None:
        """Look for markers in an annotation that begins with `text`, or is a string."""
        source = self._text.source
        if source is None:
            return
        beginnings = (text,) if text is not None else _STRINGS
        start = source.find(annotation.line, annotation.column, beginnings)
        if start is None:
            return
        if text is None:
            span = inside_string(source.text, start)
        else:
            end = end_of_annotation(source.text, start)
            span = None if end is None else (start, end)
        if span is not None:
            is_text = text is None or self._bindings.lazy
            when = when_evaluated(owner, is_text=is_text, is_lazy=self._is_lazy)
            self._found.append(_Found(span, place, owner, site, when))

    def finish(self) -> None:
        """Parse every annotation found in the text, and put a probe in for each marker."""
        source = self._text.source
        if not self._found or source is None:
            return
        self._found.sort(key=lambda found: found.span)
        spans = [found.span for found in self._found]
        parsed = parse_spans(source, spans, self._text.options)
        for found, annotation in zip(self._found, parsed, strict=True):
            if annotation is not None:
                for marker in find_markers(annotation, self._bindings):
                    self._take(found, marker)

    def _take(self, found: _Found, marker: Marker) -> None:
        """Put a probe in for one marker of an annotation."""
        if found.site.question is Question.BURIED:
            source = self._bindings.resolve(marker.name).rpartition(".")[2]
            if marker.is_call and (marker.is_dependency or source in LOST_WITHIN):
                self._loom.woven.buried.add((found.site.owner, found.site.slot))
            return
        site = found.site._replace(question=_question(marker))
        if marker.is_call:
            self._loom.woven.annotated[site.owner, site.slot] = marker.rivals
            if marker.is_renamed:
                self._loom.woven.renamed.add((site.owner, site.slot))
            if marker.has_default:
                self._loom.woven.inner_defaults.add((site.owner, site.slot))
        if marker.is_dependency and (marker.is_call or self._bindings.may_hold_marker(marker.name)):
            place, owner, asked = found.place, found.owner, marker.expression
            is_put = self._loom.put(place, owner, asked, site, found.when)
            name = self._aliases.defined_by(owner) if is_put and marker.wins else None
            entry = self._loom.entry_name(place, name) if name is not None else None
            if entry is not None and isinstance(asked, CallExpr):
                provided = site._replace(question=Question.PROVIDED)
                self._loom.remember_marker(entry, asked, provided)


def _question(marker: Marker) -> Question:
    if not marker.wins:
        return Question.RESOLVE
    return Question.MARKER if marker.is_call else Question.VARIABLE
