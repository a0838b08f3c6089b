"""What users hand over for the document, as plain JSON data."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python


def plain(value: Any) -> Any:
    """Return JSON data for `value`. Keys without a value are left out, as in FastAPI."""
    return _without_none(to_jsonable_python(value, by_alias=True, exclude_none=True))


def merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Write `more` over `into`: objects are merged, lists joined, all else replaced."""
    for key, value in more.items():
        match into.get(key), value:
            case dict() as there, Mapping():
                merge(there, value)
            case list() as there, list():
                into[key] = [*there, *value]
            case _:
                into[key] = value


def _without_none(value: Any) -> Any:
    match value:
        case dict():
            return {key: _without_none(one) for key, one in value.items() if one is not None}
        case list():
            return [_without_none(one) for one in value]
        case _:
            return value
