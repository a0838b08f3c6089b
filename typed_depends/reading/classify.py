"""Which source an unmarked parameter is read from.

FastAPI's rules, a function each; the first that applies decides. Knows one parameter and
whether the route's path has its name.
"""

from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin

from typed_depends import params
from typed_depends.params import Param
from typed_depends.reading.dependant import ValueParameter
from typed_depends.reading.shape import holds_upload, is_scalar


def inferred_marker(parameter: ValueParameter, *, in_path: bool) -> Param:
    """Return the marker that an unmarked parameter would have."""
    if in_path:
        return params.Path()
    annotation = plain(parameter.annotation)
    return next(marker() for applies, marker in _RULES if applies(annotation))


def plain(annotation: Any) -> Any:
    """Return the type without what `Annotated` says of it."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _is_file(annotation: Any) -> bool:
    """An uploaded file, or several: a multipart form."""
    return holds_upload(annotation)


def _is_body(annotation: Any) -> bool:
    """What no single string can carry: the JSON body."""
    return not is_scalar(annotation)


def _is_query(annotation: Any) -> bool:
    """All else: the query string."""
    return True


_RULES: tuple[tuple[Callable[[Any], bool], Callable[[], Param]], ...] = (
    (_is_file, params.File),
    (_is_body, params.Body),
    (_is_query, params.Query),
)
