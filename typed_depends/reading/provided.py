"""What a provider provides, as far as its annotation says so.

The yield type of a generator, the return type of a coroutine, the instance of a class.
The running program cannot compare types as a type checker does, so it contradicts only
where two plain classes cannot agree; the mypy plugin does the rest.
"""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin
from unittest.mock import NonCallableMock

from typed_depends.reading.kind import kind_of
from typed_depends.reading.signature import NoSignatureError, signature_of, without_alias


def provided_type(call: Callable[..., Any]) -> Any:
    """Return the type that a consumer of `call` receives; `Any` where nothing says."""
    if inspect.isclass(call):
        return call
    try:
        returns = without_alias(signature_of(call).return_annotation)
    except NoSignatureError:
        return Any
    if returns is inspect.Signature.empty:
        return Any
    if kind_of(call).yields:
        arguments = get_args(returns)
        returns = arguments[0] if arguments else Any
    return get_args(returns)[0] if get_origin(returns) is Annotated else returns


def contradicts(given: Any, wanted: Any) -> bool:
    """Tell whether a value of class `given` can certainly not stand for a `wanted`."""
    if not (_is_plain_class(given) and _is_plain_class(wanted)):
        return False
    if issubclass(given, NonCallableMock) or (given is int and wanted in (float, complex)):
        return False
    try:
        return not issubclass(given, wanted)
    except TypeError:
        return False


def _is_plain_class(annotation: Any) -> bool:
    return (
        annotation is not Any  # which is a class itself
        and isinstance(annotation, type)
        and get_origin(annotation) is None
        and not getattr(annotation, "_is_protocol", False)
    )
