"""Read a marker call: what it was given as a provider, and what else it says.

Only what is certain is told: a value that cannot be called, a class that cannot be
made, words written letter by letter. Everything else is left open, as None.
"""

from collections.abc import Iterator
from typing import NamedTuple

from mypy.checker import TypeChecker
from mypy.nodes import (
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    IndexExpr,
    MemberExpr,
    NameExpr,
    RefExpr,
    TypeInfo,
    Var,
)
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    LiteralType,
    NoneType,
    ProperType,
    TupleType,
    Type,
    TypedDictType,
    TypeOfAny,
    UnionType,
    get_proper_type,
)

from mypy_plugin.markers import argument_of, defining_name, is_bare, provider_of
from mypy_plugin.names import SCOPES_OF, UNTYPED_INJECTORS
from mypy_plugin.rechecking import recheck_on
from mypy_plugin.types.declared import Declaration
from mypy_plugin.types.inference import class_of, infer
from mypy_plugin.types.origin import name_of
from mypy_plugin.types.parameters import MAY_BE_ANYTHING

_MANAGERS = frozenset(
    {"contextlib._GeneratorContextManager", "contextlib._AsyncGeneratorContextManager"}
)
_MANAGER_MAKERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})


class Uncallable(NamedTuple):
    """A value that cannot be called, as a message shows it, and the function that made it."""

    shown: str
    maker: str | None


class MarkerCall(NamedTuple):
    """What `Depends(...)` says, as far as a rule may object to it.

    `provider` is the provider's name; `scopes_known` are those of the marker's family.
    `nothing_for` is the parameter that a bare `Depends()` finds no provider for.
    """

    marker: str
    provider: str
    scopes_known: tuple[str, ...]
    uncallable: Uncallable | None = None
    nothing_for: str | None = None
    is_abstract: bool = False
    context_manager: str | None = None
    scope: str | None = None
    letters: str | None = None


def read_marker_call(
    checker: TypeChecker, call: CallExpr, declaration: Declaration | None
) -> MarkerCall:
    """Read a call of a dependency marker; `declaration` is what it stands at."""
    provider = provider_of(call)
    abstract: TypeInfo | None = None
    nothing_for: str | None = None
    if provider is not None:
        abstract = _named_class(provider)
    elif declaration is not None and is_bare(call):
        declared = get_proper_type(declaration.type)
        abstract = declared.type if isinstance(declared, Instance) else None
        nothing_for = declaration.name if _is_no_class(declared) else None
    marker = _defined(call).rpartition(".")[2]
    if abstract is not None:
        name = abstract.name
    else:
        name = name_of(provider) if provider is not None else f"{marker}()"
    return MarkerCall(
        marker=marker,
        provider=name,
        scopes_known=_scopes_known(call),
        uncallable=None if provider is None else uncallable(checker, provider),
        nothing_for=nothing_for,
        is_abstract=abstract is not None and _is_abstract(checker, abstract),
        context_manager=None if provider is None else manager_function(checker, provider),
        scope=_literal(checker, argument_of(call, "scope", 2)),
        letters=_letters(checker, argument_of(call, "scopes", 3)),
    )


def is_abstract(checker: TypeChecker, provider: Expression) -> bool:
    """Tell whether a provider is a class that cannot be instantiated."""
    named = _named_class(provider)
    return named is not None and _is_abstract(checker, named)


def refused_arguments(checker: TypeChecker, call: CallExpr) -> set[str]:
    """Name the arguments of a marker call that `depends-marker` refuses, so mypy need not."""
    refused: set[str] = set()
    match call.args:
        case [] | [RefExpr(node=FuncDef() | TypeInfo() | Decorator())]:
            return refused
    provider = provider_of(call)
    if provider is not None and uncallable(checker, provider) is not None:
        refused.add("dependency")
    scope = argument_of(call, "scope", 2)
    if scope is not None and _literal(checker, scope) not in (None, *_scopes_known(call)):
        refused.add("scope")
    return refused


def uncallable(checker: TypeChecker, given: Expression) -> Uncallable | None:
    """Tell what `given` is if it certainly cannot be called."""
    if isinstance(given, RefExpr) and isinstance(given.node, TypeInfo | FuncDef | Decorator):
        return None
    held = infer(checker, given)
    generates = isinstance(held, AnyType) and is_generator(given)
    if not (generates or _cannot_be_called(checker, held)) or _is_of_self(given):
        return None
    if isinstance(given, CallExpr):
        return Uncallable(f"what {name_of(given.callee)}() returned", name_of(given.callee))
    literal = _literal_value(held)
    if literal is not None:
        return Uncallable(repr(literal), None)
    return Uncallable(f'"{name_of(given)}"' if isinstance(given, RefExpr) else _class(held), None)


def is_generator(given: Expression) -> bool:
    """Tell whether a value is what a generator function without annotations returned."""
    match given:
        case CallExpr(callee=RefExpr(node=FuncDef() as function)):
            return function.type is None and function.is_generator
    return False


def _is_of_self(given: Expression) -> bool:
    """Tell whether a value is what its class was given: mypy's word on that may stay mypy's."""
    match given:
        case MemberExpr(expr=NameExpr(node=Var() as holder)):
            return holder.is_self
    return False


def _defined(call: CallExpr) -> str:
    node = call.callee.node if isinstance(call.callee, RefExpr) else None
    return "" if node is None else defining_name(node)


def _scopes_known(call: CallExpr) -> tuple[str, ...]:
    return SCOPES_OF.get(_defined(call).partition(".")[0], ())


def _cannot_be_called(checker: TypeChecker, held: ProperType) -> bool:
    match held:
        case Instance():
            return _has_no_call(checker, held.type)
        case LiteralType():
            return True
        case TupleType():
            return _has_no_call(checker, held.partial_fallback.type)
        case TypedDictType():
            return True
        case UnionType():
            items = [get_proper_type(item) for item in held.items]
            values = [item for item in items if not isinstance(item, NoneType)]
            return bool(values) and all(_cannot_be_called(checker, item) for item in values)
    return False


def _has_no_call(checker: TypeChecker, info: TypeInfo) -> bool:
    if info.fallback_to_any or info.fullname in MAY_BE_ANYTHING:
        return False
    if info.fullname.partition(".")[0] in UNTYPED_INJECTORS:
        return False
    for base in info.mro[:-1]:
        name = base.fullname[len(base.module_name) + 1 :]
        recheck_on(checker, base.module_name, f"{name}.__call__")
    return info.get("__call__") is None


def _named_class(provider: Expression) -> TypeInfo | None:
    if isinstance(provider, IndexExpr):  # `Repo[User]`
        provider = provider.base
    node = provider.node if isinstance(provider, NameExpr | MemberExpr) else None
    return node if isinstance(node, TypeInfo) else None


def _is_abstract(checker: TypeChecker, info: TypeInfo) -> bool:
    """Tell whether a class cannot be instantiated, by the running program's own measure."""
    for base in info.mro[:-1]:
        name = base.fullname[len(base.module_name) + 1 :]
        recheck_on(checker, base.module_name, name)
    if info.is_protocol:
        return True
    metaclass = info.metaclass_type
    return (
        bool(info.abstract_attributes)
        and metaclass is not None
        and any(base.fullname == "abc.ABCMeta" for base in metaclass.type.mro)
    )


def manager_function(checker: TypeChecker, provider: Expression) -> str | None:
    """Name the provider that was made by `@contextmanager` or its asynchronous twin."""
    match provider:
        case CallExpr(callee=RefExpr(fullname="functools.partial"), args=[wrapped, *_]):
            return manager_function(checker, wrapped)
        case CallExpr(callee=RefExpr(fullname=made_by)):
            return name_of(provider) if made_by in _MANAGER_MAKERS else None
        case RefExpr():
            return name_of(provider) if _names_manager(checker, provider) else None
    return None


def _names_manager(checker: TypeChecker, provider: RefExpr) -> bool:
    node = provider.node
    if node is None and isinstance(provider, MemberExpr):
        info = class_of(infer(checker, provider.expr))
        symbol = info.get(provider.name) if info is not None else None
        node = symbol.node if symbol is not None else None
    if isinstance(node, FuncDef | TypeInfo):
        return False
    held = infer(checker, provider)
    if not isinstance(held, CallableType) or held.is_type_obj():
        return False
    returned = get_proper_type(held.ret_type)
    return isinstance(returned, Instance) and returned.type.fullname in _MANAGERS


def _is_no_class(declared: ProperType) -> bool:
    """Tell whether `Depends()` at this type certainly has nothing to call."""
    match declared:
        case UnionType() | NoneType() | LiteralType() | CallableType():
            return True
        case AnyType():
            return declared.type_of_any in (TypeOfAny.explicit, TypeOfAny.unannotated)
    return False


def _literal(checker: TypeChecker, expression: Expression | None) -> str | None:
    """Give the string an expression surely is."""
    if expression is None:
        return None
    value = _literal_value(infer(checker, expression))
    return value if isinstance(value, str) else None


def _letters(checker: TypeChecker, expression: Expression | None) -> str | None:
    """Show an expression that is one string."""
    if expression is None:
        return None
    held = infer(checker, expression)
    value = _literal_value(held)
    if isinstance(value, str):
        return repr(value)
    is_string = isinstance(held, Instance) and held.type.fullname == "builtins.str"
    return name_of(expression) if is_string and isinstance(expression, RefExpr) else None


def _literal_value(held: ProperType) -> object:
    if isinstance(held, Instance) and held.last_known_value is not None:
        return held.last_known_value.value
    return held.value if isinstance(held, LiteralType) else None


def _class(held: ProperType) -> str:
    for name in _class_names(held):
        return f'a "{name}"'
    return "a value"


def _class_names(held: Type) -> Iterator[str]:
    proper = get_proper_type(held)
    match proper:
        case Instance():
            yield proper.type.name
        case TupleType():
            yield "tuple"
        case TypedDictType():
            yield "dict"
