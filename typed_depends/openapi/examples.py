"""The examples that a marker gives beside its schema."""

from typing import Any

from pydantic_core import PydanticUndefined

from typed_depends.openapi.plain import plain
from typed_depends.params import Param


def examples_of(marker: Param | None) -> dict[str, Any]:
    """Return the examples of a parameter or a body: several with names, else one, else none."""
    if marker is None:
        return {}
    if marker.openapi_examples:
        return {"examples": plain(marker.openapi_examples)}
    if marker.example is not PydanticUndefined:
        return {"example": plain(marker.example)}
    return {}
