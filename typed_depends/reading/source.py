"""Which source a parameter is read from, under a given route's path.

Each rule is FastAPI's: a placeholder's name means the path; a marker says it; something
only a body can carry means the body; all else the query string. Knows the path's
placeholders and one parameter; nothing of graphs.
"""

from typing import Annotated, Any, get_args, get_origin

from pydantic import (
    PydanticSchemaGenerationError,
    PydanticUndefinedAnnotation,
    PydanticUserError,
)

from typed_depends import params, wording
from typed_depends.errors import (
    DependencyParameterError,
    DependencyPathError,
)
from typed_depends.params import Param, Source
from typed_depends.reading.dependant import ValueParameter
from typed_depends.reading.field import Field, make_field
from typed_depends.reading.parameter import MisreadError, show_type
from typed_depends.reading.shape import is_scalar, is_scalar_sequence


def field_for(
    dependant: str, parameter: ValueParameter, path: str, placeholders: frozenset[str]
) -> Field:
    """Return the field of a parameter of `dependant` on a route. Raises `MisreadError`."""
    in_path = parameter.name in placeholders
    marker = parameter.marker
    if marker is None:
        marker = _inferred(parameter, in_path=in_path)
    elif in_path:
        _refuse_other_than_path(parameter, marker, path)
    elif isinstance(marker, params.Path) and not _is_placeholder(parameter, marker, placeholders):
        raise MisreadError(DependencyPathError, wording.no_placeholder(parameter.name, path))
    try:
        field = make_field(parameter, marker)
    except (
        PydanticSchemaGenerationError,
        PydanticUndefinedAnnotation,
        PydanticUserError,
    ) as error:
        raise MisreadError(
            DependencyParameterError,
            wording.unfillable_parameter(
                dependant, parameter.name, show_type(_plain(parameter.annotation))
            ),
        ) from error
    _refuse_unsupported(dependant, parameter, field)
    return field


def _inferred(parameter: ValueParameter, *, in_path: bool) -> Param:
    if in_path:
        return params.Path(options={})
    if is_scalar(_plain(parameter.annotation)):
        return params.Query(options={})
    return params.Body(options={})


def _plain(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _is_placeholder(parameter: ValueParameter, marker: Param, placeholders: frozenset[str]) -> bool:
    names = {parameter.name, marker.alias, marker.validation_alias}
    choices = getattr(marker.validation_alias, "choices", ())
    return any(name in placeholders for name in (*names, *choices) if isinstance(name, str))


def _refuse_other_than_path(parameter: ValueParameter, marker: Param, path: str) -> None:
    if not isinstance(marker, params.Path):
        raise MisreadError(
            DependencyPathError,
            wording.wrong_marker_for_path(parameter.name, type(marker).__name__, path),
        )
    if parameter.has_default:
        raise MisreadError(DependencyPathError, wording.path_default(parameter.name))


def _refuse_unsupported(dependant: str, parameter: ValueParameter, field: Field) -> None:
    shown = show_type(_plain(parameter.annotation))
    match field.source:
        case Source.PATH if not is_scalar(field.info.annotation):
            raise MisreadError(DependencyPathError, wording.path_type(parameter.name, shown))
        case Source.QUERY if not (
            is_scalar(field.info.annotation) or is_scalar_sequence(field.info.annotation)
        ):
            raise MisreadError(
                DependencyParameterError,
                wording.unsupported_source(dependant, parameter.name, "query string", shown),
            )
        case _:
            return
