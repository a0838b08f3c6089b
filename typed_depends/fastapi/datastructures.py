"""FastAPI's `datastructures`."""

from starlette.datastructures import URL, Address, FormData, Headers, QueryParams, State

__all__ = [
    "URL",
    "Address",
    "FormData",
    "Headers",
    "QueryParams",
    "State",
]
