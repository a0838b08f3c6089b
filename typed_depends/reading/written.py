"""A signature as it is written: parameters, their kinds, defaults and annotations.

What `inspect.Signature` holds, without what it costs to make one: a large application
reads thousands.
"""

import inspect
from typing import Any, NamedTuple


class WrittenParameter(NamedTuple):
    """One parameter, under the names of `inspect.Parameter`."""

    name: str
    kind: Any
    default: Any
    annotation: Any


class WrittenSignature(NamedTuple):
    """A callable's parameters, and its return annotation."""

    parameters: tuple[WrittenParameter, ...]
    returns: Any


def written(signature: inspect.Signature) -> WrittenSignature:
    """Return the same as `signature`."""
    return WrittenSignature(
        tuple(
            WrittenParameter(one.name, one.kind, one.default, one.annotation)
            for one in signature.parameters.values()
        ),
        signature.return_annotation,
    )
