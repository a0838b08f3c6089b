"""A callable's signature with its annotations made real.

Strings, `from __future__ import annotations`, PEP 695 aliases, generic providers and
annotations inherited from a base class in another module are resolved. A name that
does not exist at run time becomes `Lost`, which says what is missing: FastAPI keeps the
string and silently makes a query parameter of it. Only beside a `Depends(f)` that can be
read, as in `Annotated["User", Depends(f)]`, nobody needs the name.
"""

import inspect
import sys
import types
import typing
from collections.abc import Callable, Mapping
from typing import (
    Annotated,
    Any,
    Final,
    ForwardRef,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from typing_extensions import TypeAliasType

from typed_depends.markers import Depends
from typed_depends.reading.kind import unwrapped
from typed_depends.reading.plain_signature import plain_signature
from typed_depends.reading.written import WrittenSignature, written

# The backport's class is not the standard library's where both exist.
_ALIAS_TYPES: tuple[type, ...] = (
    TypeAliasType,
    getattr(typing, "TypeAliasType", TypeAliasType),
)
ANNOTATED: Final[Any] = type(Annotated[int, ...])
"""The type of what `Annotated[...]` makes; asking for it is the quickest question."""


class Lost(NamedTuple):
    """An annotation that names something the running program does not have."""

    text: str
    missing: str


class NoSignatureError(Exception):
    """Raised when a callable does not tell its parameters (`int`, `dict`)."""


def signature_of(call: Callable[..., Any]) -> WrittenSignature:
    """Return the signature of `call`; annotations are types, or `Lost`.

    Raises `NoSignatureError`.
    """
    plain = plain_signature(call)
    if plain is not None and not any(map(_is_reference, call.__annotations__.values())):
        return plain
    return written(_inspected(call))


def _inspected(call: Callable[..., Any]) -> inspect.Signature:
    origin = get_origin(call)
    target = call if origin is None else origin
    try:
        signature = _evaluated(target)
    except (TypeError, ValueError) as error:
        raise NoSignatureError(str(error)) from error
    if origin is None:
        return signature
    filled = dict(zip(_type_parameters(origin), get_args(call), strict=False))
    return signature.replace(
        parameters=[
            parameter.replace(annotation=_filled(parameter.annotation, filled))
            for parameter in signature.parameters.values()
        ]
    )


def without_alias(annotation: Any) -> Any:
    """Return what a `type X = ...` alias, or a chain of them, stands for (PEP 695)."""
    while type(annotation) is not ANNOTATED:
        origin: Any = get_origin(annotation)
        if isinstance(annotation, _ALIAS_TYPES):
            annotation = getattr(annotation, "__value__")  # noqa: B009  two classes, one attribute
        elif isinstance(origin, _ALIAS_TYPES):
            names, value = getattr(origin, "__type_params__"), getattr(origin, "__value__")  # noqa: B009
            annotation = _filled(value, dict(zip(names, get_args(annotation), strict=False)))
        else:
            break
    return annotation


def _evaluated(target: Callable[..., Any]) -> inspect.Signature:
    try:
        signature = inspect.signature(target, eval_str=True)
    except (NameError, AttributeError, SyntaxError, TypeError):
        signature = inspect.signature(target)
    told = (*(one.annotation for one in signature.parameters.values()), signature.return_annotation)
    if not any(map(_is_reference, told)):
        return signature
    names = _namespaces(target)
    return signature.replace(
        parameters=[
            parameter.replace(annotation=_made_real(parameter.annotation, names))
            for parameter in signature.parameters.values()
        ],
        return_annotation=_made_real(signature.return_annotation, names),
    )


def _made_real(annotation: Any, names: list[Mapping[str, Any]]) -> Any:
    """Resolve strings, strings in strings, and references inside: `list["Item"]`."""
    while isinstance(annotation, (str, ForwardRef)):
        text = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        annotation = _read(text, names)
    if not _is_reference(annotation):
        return annotation
    origin, args = get_origin(annotation), get_args(annotation)
    made = [
        _made_real(arg, names) if _is_reference(arg) else arg for arg in _type_arguments(annotation)
    ]
    if lost := next((one for one in made if isinstance(one, Lost)), None):
        is_filled = any(isinstance(one, Depends) and one.dependency for one in args[1:])
        return Annotated[(Any, *args[1:])] if origin is Annotated and is_filled else lost
    if origin is Annotated:
        return Annotated[(made[0], *args[1:])]
    if origin in (Union, types.UnionType):
        return Union[tuple(made)]  # noqa: UP007  made from its members
    return origin[tuple(made)]


def _is_reference(annotation: Any) -> bool:
    """Tell whether an annotation is, or holds, a name still to be looked up."""
    if type(annotation) is ANNOTATED:
        annotation = annotation.__origin__
    if type(annotation) is type:
        return False
    return isinstance(annotation, (str, ForwardRef)) or any(
        _is_reference(inner) for inner in _type_arguments(annotation)
    )


def _type_arguments(annotation: Any) -> tuple[Any, ...]:
    """Return the arguments that are types: no metadata, no values of a `Literal`."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return args[:1]
    return () if origin in (None, Literal) else args


def _read(text: str, namespaces: list[Mapping[str, Any]]) -> Any:
    """Evaluate one annotation in the first namespace that has all of its names."""
    missing: list[str] = []
    for namespace in namespaces:
        try:
            # The program's own text, as `inspect.signature(eval_str=True)` reads it.
            return eval(text, dict(namespace))  # nosec B307
        except NameError as error:
            missing.append(error.name or text)
        except (AttributeError, SyntaxError, TypeError):
            continue
    # Of classes in several modules, one may lack what another has.
    nowhere = (name for name in missing if not any(name in one for one in namespaces))
    return Lost(text, next(nowhere, missing[-1] if missing else text))


def _namespaces(target: Callable[..., Any]) -> list[Mapping[str, Any]]:
    """Return the module namespaces an annotation of `target` may have been written in."""
    inner: Any = unwrapped(target)
    inner = getattr(inner, "__func__", inner)
    classes = inner.__mro__ if isinstance(inner, type) else ()
    if not classes and not hasattr(inner, "__globals__"):
        inner = inspect.unwrap(getattr(type(inner).__call__, "__func__", type(inner).__call__))
    spaces: list[Mapping[str, Any]] = []
    if (own := getattr(inner, "__globals__", None)) is not None:
        spaces.append(own)
    for class_ in classes:
        module = sys.modules.get(class_.__module__)
        if module is not None and class_ is not object:
            spaces.append(vars(module))
    return spaces or [{}]


def _type_parameters(origin: Any) -> tuple[Any, ...]:
    return tuple(getattr(origin, "__parameters__", ()))


def _filled(annotation: Any, filled: Mapping[Any, Any]) -> Any:
    """Put types in the place of type variables."""
    if isinstance(annotation, TypeVar):
        return filled.get(annotation, annotation)
    open_parameters = getattr(annotation, "__parameters__", ())
    if not open_parameters or isinstance(annotation, (type, ForwardRef)):
        return annotation
    return annotation[tuple(filled.get(parameter, parameter) for parameter in open_parameters)]
