"""FastAPI's `encoders`."""

from typed_depends.web.encoding import (
    ENCODERS_BY_TYPE,
    decimal_encoder,
    isoformat,
    jsonable_encoder,
)

__all__ = [
    "ENCODERS_BY_TYPE",
    "decimal_encoder",
    "isoformat",
    "jsonable_encoder",
]
