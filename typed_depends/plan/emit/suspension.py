"""Which async generators can be driven by hand, and whose clean-up must be shielded.

One that awaits nothing is never suspended but at its `yield`, so no cancellation can meet
its clean-up, and nothing has to shield it.
"""

import dis
import inspect
from collections.abc import Callable
from types import CodeType, FunctionType, MethodType
from typing import Any


def is_drivable(call: Callable[..., Any]) -> bool:
    """Tell whether `call` is an async generator function itself, whatever it awaits."""
    function = call.__func__ if isinstance(call, MethodType) else call
    return isinstance(function, FunctionType) and inspect.isasyncgenfunction(function)


def never_waits(call: Callable[..., Any]) -> bool:
    """Tell whether `call` is an async generator function that awaits nothing."""
    if not is_drivable(call):
        return False
    function = call.__func__ if isinstance(call, MethodType) else call
    return not _waits(function.__code__)


def _waits(code: CodeType) -> bool:
    """Tell whether code awaits: `await`, `async with` and `async for` all end in SEND."""
    return any(instruction.opname == "SEND" for instruction in dis.get_instructions(code))
