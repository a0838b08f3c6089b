"""FastAPI's `types`."""

from pydantic.main import IncEx

from typed_depends.web.verbs import Handler as DecoratedCallable

__all__ = [
    "DecoratedCallable",
    "IncEx",
]
