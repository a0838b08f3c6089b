"""Emitted source at work: bound to what it calls, compiled, and known to tracebacks.

`TYPED_DEPENDS_INTERPRET=1` in the environment switches it off: the interpreter runs every
program then.
"""

import linecache
import os
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, Final, TypeAlias
from weakref import finalize

from pydantic import ValidationError

from typed_depends.oauth import SecurityScopes
from typed_depends.plan.emit.emitter import HELPERS, Emitted
from typed_depends.resolve.extract import read_field
from typed_depends.resolve.interpreter import FAILED, given_value
from typed_depends.resolve.leaving import leave
from typed_depends.resolve.limits import semaphore_for
from typed_depends.resolve.threads import run_in_thread, stay_in_thread

Runner: TypeAlias = Callable[[Any], Awaitable[Any]]

_HELPERS: Final[dict[str, Any]] = {
    "FAILED": FAILED,
    "SecurityScopes": SecurityScopes,
    "ValidationError": ValidationError,
    "given_value": given_value,
    "leave": leave,
    "read_field": read_field,
    "run_in_thread": run_in_thread,
    "semaphore_for": semaphore_for,
    "stay_in_thread": stay_in_thread,
}
assert tuple(_HELPERS) == HELPERS

_numbers = count(1)


def interpreting() -> bool:
    """Tell whether code generation is switched off."""
    return os.environ.get("TYPED_DEPENDS_INTERPRET", "") not in ("", "0")


def bind(emitted: Emitted) -> Runner:
    """Return the function that emitted source defines."""
    file = f"<typed_depends: {emitted.name} #{next(_numbers)}>"
    namespace = {**_HELPERS, **emitted.constants, "__name__": "typed_depends.emitted"}
    code = compile(emitted.source, file, "exec")
    # Of the program's own words it holds checked names alone: tests/plan/test_injection.py.
    exec(code, namespace)  # nosec B102
    function: Runner = namespace.pop(emitted.name)
    linecache.cache[file] = (
        len(emitted.source),
        None,
        emitted.source.splitlines(keepends=True),
        file,
    )
    finalize(function, linecache.cache.pop, file, None)
    return function
