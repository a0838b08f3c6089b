"""See: the class whose methods serve paths, and which is made anew for each request.

    @app.controller("/books")
    class Books:
        def __init__(self, store: Annotated[Store, Depends(open_store)]) -> None: ...

        @get("/{book_id}")
        def read(self, book_id: int) -> Book: ...

Every method depends on the class. Knows no more than how it is written.
"""

from collections.abc import Iterator

from mypy.nodes import CallExpr, Decorator, FuncDef, MemberExpr, RefExpr, StrExpr, TypeInfo

from mypy_plugin.applications.routing import Route, argument
from mypy_plugin.dependants.dependant import Edge, Provider
from mypy_plugin.names import HANDLERS


def constructed(handler: FuncDef) -> Iterator[Edge]:
    """Yield the dependency of a method on its class, if it has one."""
    if handler.info and not handler.is_class and not handler.is_static:
        yield Edge(None, Provider(handler.info.name, handler.info.fullname))


def below_controller(route: Route) -> Route:
    """Give the route of a method with its path, if that and its class's prefix are literal.

    As long as the class is served once, and asks for nothing more in its list of dependencies.
    """
    handler = route.decorated
    decorators = handler.info.defn.decorators if handler is not None and handler.info else []
    match decorators, route.place:
        case [CallExpr(callee=MemberExpr(name="controller", expr=receiver)) as call], StrExpr():
            prefix = argument(call, "prefix", 0)
            is_plain = not any(kind.is_star() for kind in call.arg_kinds)
            if not is_plain or "dependencies" in call.arg_names:
                return route
            if prefix is None or isinstance(prefix, StrExpr):
                before = "" if prefix is None else prefix.value
                path = route.place.value
                return route._replace(path=path, prefix=before, receiver=receiver, alone=True)
    return route


def controller_of(call: CallExpr, handler: FuncDef) -> TypeInfo | None:
    """Give the class of a method, if it is served and this call marks the first that it serves."""
    if not handler.info:
        return None
    definition = handler.info.defn
    first = next(
        (
            mark
            for one in definition.defs.body
            if isinstance(one, Decorator)
            for mark in one.original_decorators
            if _is_mark(mark)
        ),
        None,
    )
    is_served = any(
        isinstance(one, CallExpr)
        and isinstance(one.callee, MemberExpr)
        and one.callee.name == "controller"
        for one in definition.decorators
    )
    return handler.info if first is call and is_served else None


def _is_mark(decorator: object) -> bool:
    return (
        isinstance(decorator, CallExpr)
        and isinstance(decorator.callee, RefExpr)
        and decorator.callee.fullname in HANDLERS
    )
