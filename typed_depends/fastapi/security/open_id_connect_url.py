"""FastAPI's `security.open_id_connect_url`."""

from typed_depends.security.open_id_connect_url import OpenIdConnect

__all__ = [
    "OpenIdConnect",
]
