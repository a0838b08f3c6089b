"""What the owner of a marker declares: its name and its type, as mypy analysed it."""

from typing import NamedTuple

from mypy.nodes import (
    AssignmentStmt,
    FuncDef,
    IndexExpr,
    NameExpr,
    StrExpr,
    SymbolTable,
    TupleExpr,
    TypeAlias,
    TypeAliasExpr,
    TypeAliasStmt,
)
from mypy.types import CallableType, Instance, Type, UnboundType, get_proper_type

from mypy_plugin.weaving.statements import Owner


class Declaration(NamedTuple):
    """The parameter, field, variable or alias a marker stands at."""

    name: str
    type: Type


def declaration_of(owner: Owner, slot: int | None, module: SymbolTable) -> Declaration | None:
    """Give what `owner` declares; None where mypy has no type for it."""
    match owner:
        case FuncDef():
            function = owner.type
            if slot is None or not isinstance(function, CallableType):
                return None
            if slot >= len(function.arg_types):
                return None
            return Declaration(owner.arguments[slot].variable.name, function.arg_types[slot])
        case TypeAliasStmt():
            alias = owner.alias_node
            return None if alias is None else Declaration(owner.name.name, alias.target)
        case AssignmentStmt():
            target = owner.lvalues[0]
            if not isinstance(target, NameExpr):
                return None
            alias = _alias_of(owner, target.name, module)
            if alias is not None:
                return Declaration(target.name, alias.target)
            if owner.type is None or isinstance(owner.type, UnboundType):
                return None
            return Declaration(target.name, _init_type(owner.type))


def is_quoted_within(owner: Owner, slot: int | None) -> bool:
    """Tell whether the type in an `Annotated` is a string, `Annotated["Page", Depends()]`.

    mypy reads it; `inspect.signature` leaves it as it is.
    """
    match owner:
        case FuncDef() if slot is not None:
            return _is_quoted(owner.arguments[slot].type_annotation)
        case AssignmentStmt(rvalue=IndexExpr(index=TupleExpr(items=[StrExpr(), *_]))):
            return True
        case AssignmentStmt(unanalyzed_type=field):
            return _is_quoted(field)
    return False


def _is_quoted(annotation: Type | None) -> bool:
    match annotation:
        case UnboundType(name=name, args=[inner, *_]) if name.endswith("Annotated"):
            is_string = isinstance(inner, UnboundType) and inner.original_str_expr is not None
            return is_string or _is_quoted(inner)
    return False


def _init_type(declared: Type) -> Type:
    """Give what the constructor takes for a field: `T` of a dataclass's `InitVar[T]`."""
    field = get_proper_type(declared)
    if isinstance(field, Instance) and field.type.fullname == "dataclasses.InitVar" and field.args:
        return field.args[0]
    return declared


def _alias_of(statement: AssignmentStmt, name: str, module: SymbolTable) -> TypeAlias | None:
    """Give the alias an assignment makes: mypy marks the right-hand side with it.

    It has no mark on a string (`Db: TypeAlias = "Annotated[...]"`); the module knows.
    """
    value = statement.rvalue
    if isinstance(value, IndexExpr) and isinstance(value.analyzed, TypeAliasExpr):
        return value.analyzed.node
    symbol = module.get(name) if isinstance(value, StrExpr) else None
    return symbol.node if symbol is not None and isinstance(symbol.node, TypeAlias) else None
