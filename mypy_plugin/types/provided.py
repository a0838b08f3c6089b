"""The provided type: what a consumer receives from the callable inside `Depends(f)`.

The yield type of a generator, the awaited type of a coroutine, the instance of a
class, else the return type, as FastAPI classifies callables at run time. What a
function is follows from its own flags where its definition is known, so
`-> Iterator[T]` on a generator yields `T` and on a plain function is the iterator.
Where the definition is not known, every reading the type allows is kept.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias, TypeGuard

from mypy.checker import TypeChecker
from mypy.checkexpr import has_any_type
from mypy.erasetype import erase_type, erase_typevars
from mypy.maptype import map_instance_to_supertype
from mypy.nodes import (
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    LambdaExpr,
    MemberExpr,
    OverloadedFuncDef,
    RefExpr,
    SymbolNode,
)
from mypy.subtypes import find_member, is_same_type
from mypy.typeops import erase_to_bound
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    Overloaded,
    ProperType,
    Type,
    TypeType,
    TypeVarType,
    UnionType,
    get_proper_type,
)

from mypy_plugin.rechecking import recheck_on
from mypy_plugin.types.inference import class_of, infer, infer_as_provider_of
from mypy_plugin.types.solving import unsettled_result

Kind: TypeAlias = Literal["function", "coroutine", "generator", "async generator", "class"]

_GENERATORS = frozenset({"typing.Generator", "typing.AsyncGenerator"})
_ITERABLES = _GENERATORS | {
    "typing.Iterator",
    "typing.Iterable",
    "typing.AsyncIterator",
    "typing.AsyncIterable",
}


class Provision(NamedTuple):
    """One reading of what a provider provides, and the definition that says so."""

    type: Type
    kind: Kind
    definition: SymbolNode | None = None
    of_instance: Instance | None = None


class Reader:
    """Reads providers with what a checker knows."""

    def __init__(self, checker: TypeChecker) -> None:
        self.checker = checker

    def read(self, provider: Expression) -> list[Provision]:
        """Give every reading of what `provider` provides; empty when it is not known."""
        if isinstance(provider, LambdaExpr):
            return _read_lambda(infer(self.checker, provider))
        partial = _called_partial(provider)
        if partial is not None:
            return self._read_partial(provider, partial)
        unsettled = unsettled_result(self.checker, provider)
        if unsettled is not None:
            return self._read_unsettled(unsettled)
        return self.read_type(self._infer(provider))

    def read_open(self, provider: Expression, declared: Type) -> list[Provision]:
        """Give what `provider` may be where what is declared decides what it leaves open."""
        if _called_partial(provider) is not None:
            return []
        inferred = infer_as_provider_of(self.checker, provider, declared)
        if isinstance(provider, LambdaExpr):
            return _read_lambda(inferred)
        return self.read_type(self._with_known_definition(provider, inferred))

    def read_type(self, provider: ProperType) -> list[Provision]:
        """Give every reading of what a provider of this type provides."""
        readings = list(self._read(provider))
        if any(isinstance(get_proper_type(reading.type), AnyType) for reading in readings):
            return []
        return readings

    def _read(self, provider: ProperType) -> Iterator[Provision]:
        match provider:
            case CallableType():
                yield from self._read_callable(provider)
            case Overloaded():
                for item in provider.items:
                    yield from self._read(item)
            case UnionType():
                parts = [list(self._read(get_proper_type(item))) for item in provider.items]
                if all(parts):
                    for part in parts:
                        yield from part
            case Instance():
                yield from self._read_instance(provider)
            case TypeType():
                yield Provision(provider.item, "class")
            case TypeVarType():
                yield from self._read(get_proper_type(erase_to_bound(provider)))

    def _read_callable(self, provider: CallableType) -> Iterator[Provision]:
        own = {variable.id for variable in provider.variables}
        returned = get_proper_type(erase_typevars(provider.ret_type, own))
        if provider.is_type_obj():
            yield Provision(returned, "class", provider.type_object())
            return
        function = self._function_of(provider)
        if function is None:
            yield from _read_returned(returned)
            return
        kind = kind_of_body(function)
        match kind:
            case "generator" | "async generator":
                yield from (Provision(t, kind, function) for t in _yielded(returned))
            case "coroutine":
                yield from (Provision(t, kind, function) for t in _awaited(returned))
            case _:
                yield Provision(returned, kind, function)

    def _read_instance(self, provider: Instance) -> Iterator[Provision]:
        for base in provider.type.mro[:-1]:
            name = base.fullname[len(base.module_name) + 1 :]
            recheck_on(self.checker, base.module_name, f"{name}.__call__")
        call_type = get_proper_type(_call_of(provider))
        if isinstance(call_type, CallableType | Overloaded):
            for reading in self._read(call_type):
                yield reading._replace(of_instance=reading.of_instance or provider)

    def _infer(self, provider: Expression) -> ProperType:
        """Infer the type of a provider, with its definition only where it names a function.

        mypy forgets what a variable was bound to when it reads the variable from its
        cache; a verdict that used it would change from the first run to the next.
        """
        return self._with_known_definition(provider, infer(self.checker, provider))

    def _with_known_definition(self, provider: Expression, inferred: ProperType) -> ProperType:
        named = named_function(self.checker, provider)
        if isinstance(inferred, CallableType) and isinstance(named, FuncDef | Decorator):
            return inferred.copy_modified(definition=named)
        return inferred if named is not None else _undefined(inferred)

    def _read_unsettled(self, provider: ProperType) -> list[Provision]:
        """Read what a factory made whose type variables are a guess: only the class is sure."""
        readings = [
            reading._replace(type=erase_type(reading.type)) for reading in self.read_type(provider)
        ]
        open_unions = (get_proper_type(reading.type) for reading in readings)
        if any(isinstance(union, UnionType) and has_any_type(union) for union in open_unions):
            return []
        return readings

    def _read_partial(self, provider: Expression, wrapped: Expression) -> list[Provision]:
        """Read `partial(f, ...)` by the kind of `f` and the return type of the call."""
        bound = infer(self.checker, provider)
        inner: ProperType | None = self._infer(wrapped)
        if isinstance(inner, Instance):
            inner = get_proper_type(_call_of(inner))
        if not isinstance(bound, Instance) or len(bound.args) != 1:
            return []
        if not isinstance(inner, CallableType):
            return self.read_type(bound)
        return self.read_type(inner.copy_modified(ret_type=bound.args[0]))

    def _function_of(self, provider: CallableType) -> FuncDef | None:
        """Give the function whose flags say what this callable is, if its body is known.

        The body of a stub, a protocol or an abstract method says nothing. A decorated
        function is its own only if the decorator left its return type alone.
        """
        definition = provider.definition
        if isinstance(definition, Decorator):
            own = definition.func.type
            if not isinstance(own, CallableType):
                return None
            if not is_same_type(own.ret_type, provider.ret_type):
                return None
            definition = definition.func
        if not isinstance(definition, FuncDef) or definition.is_trivial_body:
            return None
        module = self.checker.modules.get(module_of(self.checker, definition.fullname))
        return None if module is not None and module.is_stub else definition


def _read_lambda(provider: ProperType) -> list[Provision]:
    """Read a lambda, which provides what it returns: nobody awaits or iterates it."""
    if not isinstance(provider, CallableType) or isinstance(
        get_proper_type(provider.ret_type), AnyType
    ):
        return []
    return [Provision(provider.ret_type, "function")]


def _undefined(provider: ProperType) -> ProperType:
    """Give a callable type without the definition it came from."""
    match provider:
        case CallableType() if not provider.is_type_obj():
            return provider.copy_modified(definition=None)
        case Overloaded() if not provider.is_type_obj():
            return Overloaded([item.copy_modified(definition=None) for item in provider.items])
    return provider


def named_function(checker: TypeChecker, provider: Expression) -> SymbolNode | None:
    """Give the function or method an expression names where it is defined."""
    if not isinstance(provider, RefExpr):
        return None
    node = provider.node
    if node is None and isinstance(provider, MemberExpr):
        info = class_of(infer(checker, provider.expr))
        symbol = info.get(provider.name) if info is not None else None
        node = symbol.node if symbol is not None else None
    return node if isinstance(node, FuncDef | OverloadedFuncDef | Decorator) else None


def module_of(checker: TypeChecker, fullname: str) -> str:
    """Give the module a definition is in, by the longest prefix of its full name."""
    module = fullname.rpartition(".")[0]
    while module and module not in checker.modules:
        module = module.rpartition(".")[0]
    return module


def home_of(checker: TypeChecker, function: FuncDef) -> str:
    """Name the module a function is defined in; a local one has no module's name."""
    name = function.fullname
    return module_of(checker, name) if "." in name else checker.tree.fullname


def _read_returned(returned: ProperType) -> Iterator[Provision]:
    """Read a callable whose body is not known by what it returns.

    A union that holds an awaitable or a generator says what the callable may be
    (`Callable[..., T | Awaitable[T]]`), so each item is a reading of its own.
    """
    if isinstance(returned, UnionType):
        items = [get_proper_type(item) for item in returned.items]
        if any(_is_wrapper(item) for item in items):
            for item in items:
                yield from _read_returned(item)
            return
    if _is_iterable(returned):
        yield from (Provision(t, "generator") for t in _yielded(returned))
        if returned.type.fullname in _GENERATORS:
            return
    elif awaited := list(_awaited(returned)):
        yield from (Provision(t, "coroutine") for t in awaited)
        return
    yield Provision(returned, "function")


def _call_of(instance: Instance) -> Type | None:
    return find_member("__call__", instance, instance, is_operator=True)


def _called_partial(provider: Expression) -> Expression | None:
    """Give `f` of `partial(f, ...)`."""
    if (
        isinstance(provider, CallExpr)
        and isinstance(provider.callee, RefExpr)
        and provider.callee.fullname == "functools.partial"
        and provider.args
    ):
        return provider.args[0]
    return None


def is_told_by_body(definition: SymbolNode | None) -> TypeGuard[FuncDef]:
    """Tell whether only the body of a function says if it is a generator."""
    if not isinstance(definition, FuncDef) or not isinstance(definition.type, CallableType):
        return False
    returned = get_proper_type(definition.type.ret_type)
    return _is_iterable(returned)


def kind_of_body(function: FuncDef) -> Kind:
    """Tell a function's kind from its own flags."""
    if function.is_async_generator:
        return "async generator"
    if function.is_generator and not function.is_awaitable_coroutine:
        return "generator"
    return "coroutine" if function.is_coroutine else "function"


def _is_wrapper(returned: ProperType) -> bool:
    return _is_iterable(returned) or (
        isinstance(returned, Instance)
        and any(base.fullname == "typing.Awaitable" for base in returned.type.mro)
    )


def _is_iterable(returned: ProperType) -> TypeGuard[Instance]:
    """Tell whether a function that returns this may be a generator."""
    return isinstance(returned, Instance) and returned.type.fullname in _ITERABLES


def _yielded(returned: ProperType) -> Iterator[Type]:
    """Give what a generator annotated `-> returned` yields."""
    if isinstance(returned, AnyType):
        yield returned
    elif isinstance(returned, Instance) and returned.args:
        if returned.type.fullname in _ITERABLES:
            yield returned.args[0]
    elif isinstance(returned, UnionType):
        for item in returned.items:
            yield from _yielded(get_proper_type(item))


def _awaited(returned: ProperType) -> Iterator[Type]:
    """Give what awaiting `returned` gives; nothing if it is not awaitable."""
    if isinstance(returned, AnyType):
        yield returned
    elif isinstance(returned, Instance):
        for base in returned.type.mro:
            if base.fullname == "typing.Awaitable":
                yield map_instance_to_supertype(returned, base).args[0]
