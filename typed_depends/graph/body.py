"""The body of one endpoint: everything under it that reads from the body, and how.

Several fields share one body, so how each is read depends on the others, wherever in the
graph they stand. The rules are FastAPI's.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from typed_depends import wording
from typed_depends.chain import Chain
from typed_depends.errors import DependencyParameterError
from typed_depends.graph.node import FieldNeed, Graph
from typed_depends.params import Body, Source
from typed_depends.reading.field import Field

_NO_STRINGS = ("model", "dataclass", "typed-dict", "dict")


class RequestBody(NamedTuple):
    """What is read from one endpoint's body.

    `fields` are all of them, the endpoint's own first; fields of one name mean the same key.
    `embed`: each field is a key of its own, except for models of a form, which are read from
    the keys of theirs. `source` is `BODY`, `FORM`, or `FILE` if there is one in a form.
    """

    fields: tuple[Field, ...]
    embed: bool
    source: Source
    media_type: str

    @property
    def required(self) -> bool:
        """Whether a request without a body is wrong."""
        fields = self.fields if self.embed else self.fields[:1]
        return any(field.required for field in fields)


def request_body(graph: Graph) -> RequestBody | None:
    """Return the body that is read under an endpoint, if any is."""
    if not graph.endpoint.below.body:
        return None
    fields = tuple(_body_fields(graph))
    embed = embeds(fields)
    source = _source(fields if embed else fields[:1])
    return RequestBody(fields, embed, source, _media_type(fields, embed=embed, source=source))


def embeds(fields: Sequence[Field]) -> bool:
    """Tell whether each field is a key of its own, not the body as a whole."""
    if not fields:
        return False
    first = fields[0]
    if len({field.name for field in fields}) > 1 or first.embed:
        return True
    if first.groups:
        # One name may mean different models of a form in different dependencies.
        return any(
            not field.groups or field.info.annotation is not first.info.annotation
            for field in fields[1:]
        )
    return first.source.in_form


def find_misplaced(graph: Graph) -> Iterator[DependencyParameterError]:
    """Yield one error for each field that is JSON alone where the body is a form.

    FastAPI reads a `Body()` beside a `Form()` from the form, which serves for what a string
    can carry; a plain model is never one, so every request would be refused.
    """
    body = request_body(graph)
    if body is None or not body.source.in_form:
        return
    form = next(field for field in body.fields if field.source.in_form)
    for node in graph.nodes():
        for need in node.needs:
            if isinstance(need, FieldNeed) and _is_json_alone(need.field):
                yield DependencyParameterError(
                    wording.json_in_form(node.name, need.name, form.name),
                    Chain(tuple(one.link() for one in graph.way_to(node))),
                )


def _is_json_alone(field: Field) -> bool:
    """Tell whether no string can be its value, as far as pydantic's own validation goes."""
    kind = field.adapter.core_schema["type"]
    return field.source is Source.BODY and field.required and kind in _NO_STRINGS


def _source(fields: Sequence[Field]) -> Source:
    sources = {field.source for field in fields}
    return next(one for one in (Source.FILE, Source.FORM, Source.BODY) if one in sources)


def _media_type(fields: Sequence[Field], *, embed: bool, source: Source) -> str:
    if not embed:
        return _said_by(fields[0])
    if source is Source.FILE:
        return "multipart/form-data"
    said = {_said_by(field) for field in fields if source is Source.BODY or field.source.in_form}
    if source is Source.FORM and "multipart/form-data" in said:
        return "multipart/form-data"
    if len(said) == 1:
        return said.pop()
    return "application/json" if source is Source.BODY else "application/x-www-form-urlencoded"


def _said_by(field: Field) -> str:
    return field.marker.media_type if isinstance(field.marker, Body) else "application/json"


def _body_fields(graph: Graph) -> Iterator[Field]:
    """Yield the body fields under an endpoint, its own first, as FastAPI counts them."""
    seen: set[int] = set()
    waiting = [graph.endpoint]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        for need in node.needs:
            if isinstance(need, FieldNeed) and need.field.source.in_body:
                yield need.field
        waiting.extend(reversed([edge.node for edge in node.dependencies]))
