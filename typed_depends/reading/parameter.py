"""One parameter: its annotation and default become what it asks for.

The rules, in FastAPI's order: the last marker in `Annotated` counts; a marker as default
counts; both together are a mistake; without a marker the type decides.
"""

import functools
import inspect
from collections.abc import Callable
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from pydantic_core import PydanticUndefined
from starlette.background import BackgroundTasks
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from typed_depends import wording
from typed_depends.errors import (
    DependencyAnnotationError,
    DependencyError,
    DependencyMarkerError,
    DependencyParameterError,
)
from typed_depends.markers import Depends, Security
from typed_depends.oauth import SecurityScopes
from typed_depends.params import Cookie, Form, Header, Param
from typed_depends.reading.dependant import (
    NO_DEFAULT,
    Connection,
    ConnectionParameter,
    DependencyParameter,
    Marked,
    Misreading,
    Parameter,
    ValueParameter,
)
from typed_depends.reading.kind import name_of, unwrapped
from typed_depends.reading.lost import without_metadata
from typed_depends.reading.shape import is_subclass
from typed_depends.reading.signature import ANNOTATED, Lost, without_alias
from typed_depends.reading.written import WrittenParameter
from typed_depends.scope import SCOPES
from typed_depends.wording import Sentence

# Subclasses before their bases: a Request is an HTTPConnection.
_CONNECTIONS: tuple[tuple[type, Connection], ...] = (
    (Request, Connection.REQUEST),
    (WebSocket, Connection.WEBSOCKET),
    (HTTPConnection, Connection.HTTP_CONNECTION),
    (Response, Connection.RESPONSE),
    (BackgroundTasks, Connection.BACKGROUND_TASKS),
    (SecurityScopes, Connection.SECURITY_SCOPES),
)

_LOST_WITHIN: Final = (Depends, Header, Cookie, Form)
"""Without these a value comes from elsewhere; a scalar without `Query()` from the query string."""
_FILLABLE: Final = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


class MisreadError(Exception):
    """Raised for the first mistake in a parameter; caught where the signature is read.

    `meant` is what a marker with a mistake asks for all the same: what is below is read too.
    """

    def __init__(
        self, error: type[DependencyError], sentence: Sentence, meant: Marked | None = None
    ) -> None:
        super().__init__(error, sentence, meant)
        self.misreading = Misreading(error, sentence)
        self.meant = meant


def read_parameter(dependant: str, parameter: WrittenParameter) -> Parameter:
    """Return what one parameter of `dependant` asks for. Raises `MisreadError`."""
    name, kind, default, annotation = parameter
    if kind not in _FILLABLE:
        raise _unfillable(dependant, parameter)
    annotation = without_alias(annotation)
    if isinstance(annotation, Lost):
        # The marker in the default still says everything; the type was only for reading.
        if not isinstance(default, Depends) or default.dependency is None:
            raise MisreadError(
                DependencyAnnotationError,
                wording.lost_annotation(
                    dependant, name, without_metadata(annotation.text), annotation.missing
                ),
            )
        annotation = Any
    if annotation is inspect.Parameter.empty:
        annotation = Any
    marker = _marker_in(annotation)
    if isinstance(default, (Depends, Param)):
        if marker is not None:
            plain = annotation.__origin__
            raise MisreadError(
                DependencyMarkerError,
                wording.two_places(name, _shown(marker), _shown(default)),
                _meant(marker, name, plain) if isinstance(marker, Depends) else None,
            )
        marker = default
        default = NO_DEFAULT
    plain = annotation.__origin__ if type(annotation) is ANNOTATED else annotation
    if isinstance(marker, Depends):
        return DependencyParameter(name, read_depends(marker, parameter=name, annotation=plain))
    connection = _connection_of(plain)
    if connection is not None:
        if marker is not None:
            raise MisreadError(
                DependencyMarkerError,
                wording.marked_connection(name, type(marker).__name__, show_type(plain)),
            )
        return ConnectionParameter(name, connection, plain, default)
    if marker is None:
        if _buries_a_marker(plain):
            raise MisreadError(DependencyAnnotationError, wording.buried_marker(dependant, name))
    elif marker is not parameter.default:
        _refuse_default_inside(name, marker)
    return ValueParameter(name, annotation, marker, default)


def read_depends(marker: Depends, *, parameter: str | None, annotation: Any = None) -> Marked:
    """Check a dependency's marker and return what it says. Raises `MisreadError`.

    `parameter` is `None` for a marker in a `dependencies=[...]` list.
    """
    call = marker.dependency
    if call is None:
        if parameter is None or annotation is Any or not callable(annotation):
            raise MisreadError(
                DependencyMarkerError, wording.nothing_to_call(parameter or "dependencies")
            )
        call = annotation
    _refuse_wrong_provider(marker, call)
    scopes = (isinstance(marker, Security) and marker.scopes) or ()
    marked = Marked(
        call=call,
        use_cache=marker.use_cache,
        scope=marker.scope,
        oauth_scopes=() if isinstance(scopes, str) else tuple(scopes),
        limit=marker.limit,
        on_thread=marker.thread,
    )
    if marker.scope is not None and marker.scope not in SCOPES:
        unknown = wording.unknown_scope(name_of(call), repr(marker.scope))
        raise MisreadError(DependencyMarkerError, unknown)
    if isinstance(scopes, str):
        letters = wording.letters_as_scopes(name_of(call), repr(scopes))
        raise MisreadError(DependencyMarkerError, letters, marked)
    return marked


def _meant(marker: Depends, parameter: str, annotation: Any) -> Marked | None:
    try:
        return read_depends(marker, parameter=parameter, annotation=annotation)
    except MisreadError as error:
        return error.meant


def show_type(annotation: Any) -> str:
    """Return a type as mypy shows it, classes by their own names: `User`, `list[User] | None`."""
    if type(annotation) is ANNOTATED:
        return show_type(annotation.__origin__)
    origin, given = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return " | ".join(map(show_type, given))
    if origin is Literal:
        return f"Literal[{', '.join(map(repr, given))}]"
    if isinstance(annotation, list):
        return f"[{', '.join(map(show_type, annotation))}]"
    if annotation is NoneType or annotation is Ellipsis:
        return "None" if annotation is NoneType else "..."
    name = getattr(origin or annotation, "__name__", None) or str(annotation)
    return f"{name}[{', '.join(map(show_type, given))}]" if given else name


def _marker_in(annotation: Any) -> Depends | Param | None:
    """Return the last marker of `Annotated[...]`, as FastAPI does."""
    if type(annotation) is not ANNOTATED:
        return None
    for item in reversed(annotation.__metadata__):
        if isinstance(item, (Depends, Param)):
            return item
    return None


def _buries_a_marker(annotation: Any) -> bool:
    """Tell whether a type has a marker in one of its own types, where it is lost."""
    if type(annotation) is type or get_origin(annotation) is Literal:
        return False
    return any(
        isinstance(_marker_in(without_alias(inner)), _LOST_WITHIN) or _buries_a_marker(inner)
        for inner in get_args(annotation)
    )


def _connection_of(annotation: Any) -> Connection | None:
    for base, connection in _CONNECTIONS:
        if is_subclass(annotation, base):
            return connection
    return None


def _unfillable(dependant: str, parameter: WrittenParameter) -> MisreadError:
    match parameter.kind:
        case inspect.Parameter.VAR_POSITIONAL:
            sentence = wording.variadic_parameter(dependant, f"*{parameter.name}")
        case inspect.Parameter.VAR_KEYWORD:
            sentence = wording.variadic_parameter(dependant, f"**{parameter.name}")
        case _:
            sentence = wording.positional_only_parameter(dependant, parameter.name)
    return MisreadError(DependencyParameterError, sentence)


def _refuse_default_inside(name: str, marker: Param) -> None:
    if marker.default is not PydanticUndefined and marker.default is not ...:
        raise MisreadError(
            DependencyMarkerError, wording.default_in_annotated(name, type(marker).__name__)
        )


def _refuse_wrong_provider(marker: Depends, call: Callable[..., Any]) -> None:
    if not callable(call):
        raise MisreadError(
            DependencyMarkerError,
            wording.not_callable(type(marker).__name__, show_value(call), likely_name(call)),
        )
    if (refused := why_no_provider(call)) is not None:
        raise MisreadError(DependencyMarkerError, refused)
    while isinstance(call, functools.partial):
        call = call.func
    _refuse_unbound_method(call)


def why_no_provider(call: Callable[..., Any]) -> Sentence | None:
    """Say why something that can be called provides nothing: a class nobody can instantiate."""
    class_ = get_origin(call) or call  # `Repo[User]`
    if inspect.isclass(class_) and (inspect.isabstract(class_) or _is_protocol(class_)):
        return wording.abstract_provider(name_of(class_))
    while isinstance(call, functools.partial):
        call = call.func
    if _is_context_manager_function(call):
        return wording.context_manager_provider(name_of(call))
    return None


def _refuse_unbound_method(call: Callable[..., Any]) -> None:
    """Refuse a function of a class whose first parameter is the instance that it was not given."""
    class_, _, method = getattr(call, "__qualname__", "").rpartition(".")
    if not class_ or class_.endswith("<locals>") or not inspect.isfunction(call):
        return
    own = call.__code__.co_varnames[: call.__code__.co_argcount][:1]
    if (
        own == ("self",)
        and "self" not in call.__annotations__
        and len(call.__defaults__ or ()) < (call.__code__.co_argcount)
    ):
        of_class = class_.rpartition(".")[2]
        raise MisreadError(
            DependencyParameterError, wording.unbound_method(method, "self", of_class)
        )


def _is_protocol(class_: type) -> bool:
    return bool(getattr(class_, "_is_protocol", False))


def _is_context_manager_function(call: Callable[..., Any]) -> bool:
    """Tell whether `contextlib.contextmanager` or `asynccontextmanager` made `call`."""
    made_in = getattr(call, "__globals__", {}).get("__name__")
    return made_in == "contextlib" and unwrapped(call) is not call


def likely_name(value: object) -> str | None:
    """Return the name of the function whose result `value` is, if that shows."""
    if inspect.iscoroutine(value):
        value.close()  # it will never be awaited, and saying so is our task now
        return value.__name__
    if inspect.isgenerator(value) or inspect.isasyncgen(value):
        return value.__name__
    return None


def show_value(value: object) -> str:
    """Return a value that stands where it should not, as a message shows it."""
    if callable(value):
        return f'"{name_of(value)}"'
    if inspect.iscoroutine(value) or inspect.isgenerator(value) or inspect.isasyncgen(value):
        return f"what {value.__name__}() returned"
    text = repr(value)
    tells = len(text) <= 60 and type(value).__repr__ is not object.__repr__
    return text if tells else f"a {type(value).__name__}"


def _shown(marker: Depends | Param) -> str:
    return f"{type(marker).__name__}(...)"
