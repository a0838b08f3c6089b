"""FastAPI's `openapi.models`."""

from typed_depends.openapi.models import *  # noqa: F403  # FastAPI's names, all of them
from typed_depends.openapi.models import __all__  # noqa: F401
