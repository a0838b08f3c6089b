"""What a provider provides, as far as its annotation says so.

The yield type of a generator, the return type of a coroutine, the instance of a class.
The running program cannot compare types as a type checker does, so it contradicts only
where two classes cannot agree; the mypy plugin does the rest.
"""

import inspect
import sys
import types
from collections.abc import Callable
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from typing_extensions import is_typeddict

from typed_depends.placeholder import PLACEHOLDER_NAMES
from typed_depends.reading.fakes import may_look_like
from typed_depends.reading.kind import kind_of
from typed_depends.reading.signature import NoSignatureError, signature_of, without_alias


def provided_type(call: Callable[..., Any]) -> Any:
    """Return the type that a consumer of `call` receives; `Any` where nothing says."""
    if inspect.isclass(call):
        return call
    try:
        returns = without_alias(signature_of(call).returns)
    except NoSignatureError:
        return Any
    if returns is inspect.Signature.empty:
        return Any
    if kind_of(call).yields:
        arguments = get_args(returns)
        returns = arguments[0] if arguments else Any
    return get_args(returns)[0] if get_origin(returns) is Annotated else returns


def contradicts(given: Any, wanted: Any) -> bool:
    """Tell whether a value of type `given` can certainly not stand for a `wanted`.

    Classes are compared, also those of `list[User]` or `None`, and what two types of one class
    hold, if that is in no way related: `list[User]` and `list[Book]`. A union fits where all of
    its members do, and is fitted by what fits one of them. Nobody reads a `None`.
    """
    return wanted is not None and _contradicts(given, wanted)


def _contradicts(given: Any, wanted: Any) -> bool:
    if get_origin(given) in _UNIONS:
        members = get_args(given)
        return any(_contradicts(one, wanted) for one in members) and not any(
            _is_a_fake(one, wanted) for one in members
        )
    if get_origin(wanted) in _UNIONS:
        return all(_contradicts(given, member) for member in get_args(wanted))
    given_class, wanted_class = _class_of(given), _class_of(wanted)
    if given_class is None or wanted_class is None or _is_placeholder(wanted_class):
        return False
    if issubclass(given_class, int) and wanted in (float, complex):
        return False
    if given_class is wanted_class:
        return get_origin(given) is not Literal and any(
            _contradicts(one, other) and _contradicts(other, one)
            for one, other in zip(get_args(given), get_args(wanted), strict=False)
        )
    try:
        fits = issubclass(given_class, wanted_class)
    except TypeError:
        return False
    return not (fits or _is_a_fake(given, wanted))


_UNIONS = (Union, types.UnionType)


class _Empty: ...


_OF_EMPTY_CLASSES = vars(_Empty).keys() | {"__orig_bases__", "__parameters__"}


def _class_of(annotation: Any) -> type | None:
    """Return the class that every value of a type is of, if the type is as plain as that."""
    if annotation is None:
        return type(None)
    origin = get_origin(annotation)
    if origin is Literal:
        classes = {type(value) for value in get_args(annotation)}
        return classes.pop() if len(classes) == 1 else None
    found = annotation if origin is None else origin
    if is_typeddict(found):
        return dict
    if found is Any or not isinstance(found, type):  # Any is a class itself
        return None
    return None if getattr(found, "_is_protocol", False) else found


def _is_placeholder(wanted: type) -> bool:
    """Tell whether a class is empty and named as one that something else replaces."""
    return wanted.__name__.endswith(PLACEHOLDER_NAMES) and all(
        base.__module__ == "typing" or not (vars(base).keys() - _OF_EMPTY_CLASSES)
        for base in wanted.__mro__[:-1]
    )


def _is_a_fake(given: Any, wanted: Any) -> bool:
    """Tell whether a value may be there to look like another: by its class, or by that of both."""
    if get_origin(wanted) in _UNIONS:
        return any(_is_a_fake(given, member) for member in get_args(wanted))
    given_class, wanted_class = _class_of(given), _class_of(wanted)
    if given_class is None or wanted_class is None:
        return False
    return _is_a_stand_in(given_class) or may_look_like(given_class, wanted_class)


def _is_a_stand_in(given: type) -> bool:
    """Tell whether a class stands for any other: a mock, a namespace, or `object` itself."""
    mock = sys.modules.get("unittest.mock")
    if mock is not None and issubclass(given, mock.NonCallableMock):
        return True
    return given is object or issubclass(given, types.SimpleNamespace)
