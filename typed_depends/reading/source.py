"""The field of a parameter under a given route's path, or why it cannot be read there.

A marker says the source, and what the marker cannot mean is refused; without one the
parameter is classified. Knows the path's placeholders and one parameter; nothing of graphs.
"""

from pydantic import (
    PydanticSchemaGenerationError,
    PydanticUndefinedAnnotation,
    PydanticUserError,
)
from starlette import requests

from typed_depends import params, wording
from typed_depends.errors import (
    DependencyParameterError,
    DependencyPathError,
)
from typed_depends.params import Param, Source
from typed_depends.reading.classify import inferred_marker, plain
from typed_depends.reading.dependant import ValueParameter
from typed_depends.reading.field import Field
from typed_depends.reading.group import group_model
from typed_depends.reading.make_field import make_field
from typed_depends.reading.parameter import MisreadError, show_type
from typed_depends.reading.shape import is_scalar, is_scalar_sequence


def field_for(
    dependant: str, parameter: ValueParameter, path: str, placeholders: frozenset[str]
) -> Field:
    """Return the field of a parameter of `dependant` on a route. Raises `MisreadError`."""
    in_path = parameter.name in placeholders
    marker = parameter.marker
    if marker is None:
        marker = inferred_marker(parameter, in_path=in_path)
    elif in_path:
        _refuse_other_than_path(parameter, marker, path)
    _refuse_form_without_parser(dependant, parameter, marker)
    try:
        field = make_field(parameter, marker, placeholders)
    except (
        PydanticSchemaGenerationError,
        PydanticUndefinedAnnotation,
        PydanticUserError,
    ) as error:
        raise MisreadError(
            DependencyParameterError,
            wording.unfillable_parameter(
                dependant, parameter.name, show_type(plain(parameter.annotation))
            ),
        ) from error
    if field.source is Source.PATH and field.keys[0] not in placeholders:
        raise MisreadError(DependencyPathError, wording.no_placeholder(field.keys[0], path))
    _refuse_unsupported(dependant, parameter, field)
    return field


def _refuse_other_than_path(parameter: ValueParameter, marker: Param, path: str) -> None:
    if not isinstance(marker, params.Path):
        raise MisreadError(
            DependencyPathError,
            wording.wrong_marker_for_path(parameter.name, type(marker).__name__, path),
        )
    if parameter.has_default:
        raise MisreadError(DependencyPathError, wording.path_default(parameter.name))


def _refuse_form_without_parser(dependant: str, parameter: ValueParameter, marker: Param) -> None:
    # Starlette's own answer to whether it can read forms.
    if marker.source.in_form and getattr(requests, "parse_options_header", None) is None:
        raise MisreadError(
            DependencyParameterError,
            wording.forms_extra_missing(dependant, parameter.name, type(marker).__name__),
        )


def _refuse_unsupported(dependant: str, parameter: ValueParameter, field: Field) -> None:
    annotation = field.info.annotation
    shown = show_type(plain(parameter.annotation))
    match field.source:
        case Source.PATH if not is_scalar(annotation):
            raise MisreadError(DependencyPathError, wording.path_type(parameter.name, shown))
        case Source.QUERY if not (
            is_scalar(annotation)
            or is_scalar_sequence(annotation)
            or group_model(annotation) is not None
        ):
            raise MisreadError(
                DependencyParameterError,
                wording.unsupported_source(dependant, parameter.name, "query string", shown),
            )
        case _:
            return
