"""FastAPI's `security.utils`."""

from typed_depends.security.authorization import get_authorization_scheme_param

__all__ = [
    "get_authorization_scheme_param",
]
