"""Class-based handlers: a class whose methods serve paths, and whose constructor is injected.

    @app.controller("/books", tags=["books"])
    class Books:
        def __init__(self, store: Annotated[Store, Depends(open_store)]) -> None:
            self.store = store

        @get("/{book_id}")
        def read(self, book_id: int) -> Book:
            return self.store.find(book_id)

The class is a provider like any other: it is constructed once for each request, what its
constructor asks for is in the graph and in the document of every handler, and
`dependency_overrides` may replace it. A method is a handler like any other, but that its first
parameter receives the instance. Handlers are inherited; a method that is overridden without a
decorator of its own keeps its path.
"""

import inspect
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import wraps
from typing import Annotated, Any, Final, NamedTuple

from typing_extensions import Unpack

from typed_depends import wording
from typed_depends.errors import DependencyMarkerError
from typed_depends.markers import Depends
from typed_depends.web.verbs import Handler, RouteOptions, Verbs

_MARKS: Final = "__typed_depends_marks__"


class _Mark(NamedTuple):
    """What a method's decorator said. `methods` is `None` for a WebSocket."""

    path: str
    methods: Collection[str] | None
    options: RouteOptions


def api_route(
    path: str, *, methods: Collection[str] | None = None, **options: Unpack[RouteOptions]
) -> Callable[[Handler], Handler]:
    """Serve `path`, below the controller's, with a method (`GET` unless said)."""
    return _mark(_Mark(path, methods or ("GET",), options))


def get(path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
    """Serve GET requests to `path`, below the controller's, with a method."""
    return api_route(path, methods=["GET"], **options)


def post(path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
    """Serve POST requests to `path`, below the controller's, with a method."""
    return api_route(path, methods=["POST"], **options)


def put(path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
    """Serve PUT requests to `path`, below the controller's, with a method."""
    return api_route(path, methods=["PUT"], **options)


def patch(path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
    """Serve PATCH requests to `path`, below the controller's, with a method."""
    return api_route(path, methods=["PATCH"], **options)


def delete(path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
    """Serve DELETE requests to `path`, below the controller's, with a method."""
    return api_route(path, methods=["DELETE"], **options)


def options(path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
    """Serve OPTIONS requests to `path`, below the controller's, with a method."""
    return api_route(path, methods=["OPTIONS"], **options)


def head(path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
    """Serve HEAD requests to `path`, below the controller's, with a method."""
    return api_route(path, methods=["HEAD"], **options)


def trace(path: str, **options: Unpack[RouteOptions]) -> Callable[[Handler], Handler]:
    """Serve TRACE requests to `path`, below the controller's, with a method."""
    return api_route(path, methods=["TRACE"], **options)


def websocket(
    path: str, name: str | None = None, *, dependencies: Sequence[Any] | None = None
) -> Callable[[Handler], Handler]:
    """Serve WebSocket connections to `path`, below the controller's, with a method."""
    return _mark(_Mark(path, None, {"name": name, "dependencies": dependencies}))


def add_handlers(router: Verbs, controller: type) -> None:
    """Add the decorated methods of a class to a router, its bases' first.

    Raises `DependencyMarkerError` if there is none.
    """
    found = False
    for name in _names(controller):
        member = inspect.getattr_static(controller, name)
        for mark in _marks(controller, name):
            found = True
            endpoint = _endpoint(controller, name, member)
            if mark.methods is None:
                router.add_api_websocket_route(
                    mark.path,
                    endpoint,
                    mark.options.get("name"),
                    dependencies=mark.options.get("dependencies"),
                )
            else:
                router.add_api_route(mark.path, endpoint, methods=mark.methods, **mark.options)
    if not found:
        raise DependencyMarkerError(wording.controller_without_handlers(controller.__name__))


def _mark(mark: _Mark) -> Callable[[Handler], Handler]:
    def decorate(handler: Handler) -> Handler:
        # Decorators are applied from the inside; routes are served in the order written.
        setattr(handler, _MARKS, (mark, *getattr(handler, _MARKS, ())))
        return handler

    return decorate


def _names(controller: type) -> Iterator[str]:
    """Yield the names defined in a class and its bases, each where it first appeared."""
    yield from dict.fromkeys(name for base in reversed(controller.__mro__) for name in vars(base))


def _marks(controller: type, name: str) -> tuple[_Mark, ...]:
    """Return the marks of a method: its own, or those of what it overrides."""
    for base in controller.__mro__:
        member = vars(base).get(name)
        marks: tuple[_Mark, ...] = getattr(member, _MARKS, ()) or getattr(
            getattr(member, "__func__", None), _MARKS, ()
        )
        if marks:
            return marks
    return ()


def _endpoint(controller: type, name: str, member: Any) -> Callable[..., Any]:
    """Return a method as an endpoint whose first parameter is a dependency on its class."""
    method: Callable[..., Any] = getattr(controller, name)
    if isinstance(member, (staticmethod, classmethod)):
        return method
    signature = inspect.signature(method)
    (me, *others) = signature.parameters.values()

    @wraps(method)
    def endpoint(**values: Any) -> Any:
        return method(values.pop(me.name), **values)

    injected = me.replace(
        kind=me.POSITIONAL_OR_KEYWORD, annotation=Annotated[controller, Depends(controller)]
    )
    # Not validated: others that are positional only are a mistake, to be told as elsewhere.
    endpoint.__dict__["__signature__"] = inspect.Signature(
        [injected, *others],
        return_annotation=signature.return_annotation,
        __validate_parameters__=False,
    )
    return endpoint
