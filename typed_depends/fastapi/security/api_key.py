"""FastAPI's `security.api_key`."""

from typed_depends.security.api_key import APIKeyBase, APIKeyCookie, APIKeyHeader, APIKeyQuery

__all__ = [
    "APIKeyBase",
    "APIKeyCookie",
    "APIKeyHeader",
    "APIKeyQuery",
]
