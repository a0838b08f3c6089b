"""FastAPI's `utils`."""

from typed_depends.web.description import generate_unique_id
from typed_depends.web.handlers import body_allowed as is_body_allowed_for_status_code

__all__ = [
    "generate_unique_id",
    "is_body_allowed_for_status_code",
]
