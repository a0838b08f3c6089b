"""What `jsonable_encoder` makes of a value; it knows many types, loaded when one is asked for."""

from typing import Any


def encoded(value: Any) -> Any:
    """Return `value` as JSON-compatible data."""
    from typed_depends.web.encoding import jsonable_encoder

    return jsonable_encoder(value)
