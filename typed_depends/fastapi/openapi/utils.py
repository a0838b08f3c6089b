"""FastAPI's `openapi.utils`."""

from typed_depends.openapi.document import get_openapi

__all__ = ["get_openapi"]
