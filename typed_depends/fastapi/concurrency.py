"""FastAPI's `concurrency`."""

from contextlib import asynccontextmanager

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool, run_until_first_complete

from typed_depends.resolve.lifetimes import OnThreads as contextmanager_in_threadpool  # noqa: N813

__all__ = [
    "asynccontextmanager",
    "contextmanager_in_threadpool",
    "iterate_in_threadpool",
    "run_in_threadpool",
    "run_until_first_complete",
]
