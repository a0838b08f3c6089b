"""Where parameters come from without a request: values given for their types, or defaults."""

from typing import Annotated, Any, Final, get_args, get_origin

from typed_depends.graph.node import GivenNeed
from typed_depends.reading.dependant import NO_DEFAULT, ConnectionParameter, ValueParameter
from typed_depends.reading.shape import is_union


class GivenSources:
    """Every parameter that is no dependency is filled by type, or by its default."""

    kind: Final = None
    placeholders: Final = ()

    def value(self, dependant: str, parameter: ValueParameter) -> GivenNeed:
        """Return what fills a parameter; a default inside `Query(...)` and its kin counts."""
        default = parameter.default
        if not parameter.has_default and parameter.marker is not None:
            marker = parameter.marker
            default = (
                NO_DEFAULT
                if marker.is_required() or marker.default is ...
                else marker.get_default(call_default_factory=True)
            )
        return GivenNeed(parameter.name, _types(parameter.annotation), default)

    def connection(self, dependant: str, parameter: ConnectionParameter) -> GivenNeed:
        """Return what fills a `Request` and the like: one that is given, or its default."""
        return GivenNeed(parameter.name, (parameter.annotation,), parameter.default)


def _types(annotation: Any) -> tuple[Any, ...]:
    """Return the types a value may be given for: `T`, and the members of a union."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return (annotation, *get_args(annotation)) if is_union(annotation) else (annotation,)
