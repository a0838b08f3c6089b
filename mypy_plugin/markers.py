"""Read a marker call after mypy has resolved its names."""

from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
    LDEF,
    CallExpr,
    ConditionalExpr,
    EllipsisExpr,
    Expression,
    IndexExpr,
    MemberExpr,
    NameExpr,
    RefExpr,
    StrExpr,
    SymbolNode,
    TypeInfo,
    Var,
)
from mypy.types import CallableType, Overloaded, get_proper_type

from mypy_plugin.names import FAMILIES, MARKERS, PARAMETER_MARKERS, TYPED_MARKERS


def is_marker_call(expression: Expression) -> bool:
    """Tell whether `expression` calls a dependency marker, under whatever name."""
    return (
        isinstance(expression, CallExpr)
        and isinstance(expression.callee, RefExpr)
        and expression.callee.node is not None
        and defining_name(expression.callee.node) in MARKERS
    )


def may_make_marker(default: Expression) -> bool:
    """Tell whether a default may be a marker that a function of someone else's makes.

    `Permission("view", get_item)`, `markers["db"]`, `None if offline else Depends(f)`; or that
    a function's own variable holds, which nobody else can name.
    """
    match default:
        case CallExpr(callee=RefExpr(node=TypeInfo() as info)):
            return info.fallback_to_any or any(map(info.has_base, MARKERS))
        case CallExpr(callee=RefExpr(fullname=name)):
            return name.partition(".")[0] not in ("builtins", "pydantic")
        case CallExpr() | ConditionalExpr() | IndexExpr():
            return True
        case NameExpr(kind=kind):
            return kind == LDEF
    return False


def may_be_held(default: Expression | None) -> bool:
    """Tell whether a default is an attribute of an object, which may be a marker; no enum's is."""
    match default:
        case MemberExpr(expr=RefExpr(node=TypeInfo(is_enum=True))):
            return False
        case MemberExpr(node=None):
            return True
    return False


def is_typed_marker_call(call: CallExpr) -> bool:
    """Tell whether `call` calls a marker whose type says what is provided."""
    node = call.callee.node if isinstance(call.callee, RefExpr) else None
    return node is not None and defining_name(node) in TYPED_MARKERS


def provider_of(call: CallExpr) -> Expression | None:
    """Give `f` of `Depends(f)`; None for `Depends()` and `Depends(None)`."""
    for argument, name, kind in zip(call.args, call.arg_names, call.arg_kinds, strict=True):
        if kind.is_star():
            return None
        if name is None or name == "dependency":
            return None if is_named(argument, "builtins.None") else argument
    return None


def argument_of(call: CallExpr, name: str, position: int) -> Expression | None:
    """Give the argument of a call by its name, or by its place among the positional ones."""
    for index, (argument, given, kind) in enumerate(
        zip(call.args, call.arg_names, call.arg_kinds, strict=True)
    ):
        if given == name or (given is None and index == position and not kind.is_star()):
            return argument
    return None


def has_plain_arguments(call: CallExpr) -> bool:
    """Tell whether everything but the provider is given by name."""
    return all(
        kind == ARG_NAMED or (index == 0 and kind == ARG_POS)
        for index, kind in enumerate(call.arg_kinds)
    )


def is_bare(call: CallExpr) -> bool:
    """Tell whether a marker call surely leaves its provider to what it stands at."""
    return has_plain_arguments(call) and provider_of(call) is None


def keyword(call: CallExpr, name: str) -> Expression | None:
    """Give the argument of this name, None where there is none."""
    return call.args[call.arg_names.index(name)] if name in call.arg_names else None


def literal_string(expression: Expression) -> str | None:
    """Give the string an expression surely is: a literal, or a name that is `Final`."""
    if isinstance(expression, StrExpr):
        return expression.value
    if isinstance(expression, RefExpr) and isinstance(expression.node, Var):
        value = expression.node.final_value
        return value if isinstance(value, str) else None
    return None


def is_named(expression: Expression, fullname: str) -> bool:
    """Tell whether an expression is the name of this builtin."""
    return isinstance(expression, NameExpr) and expression.fullname == fullname


def family_of(call: CallExpr) -> str:
    """Give the package whose marker is called: `fastapi`, `typed_depends`."""
    node = call.callee.node if isinstance(call.callee, RefExpr) else None
    return "" if node is None else defining_name(node).partition(".")[0]


def parameter_marker(expression: Expression | None) -> str | None:
    """Give `Query` for a call of `Query(...)`, and so for its kin."""
    if not isinstance(expression, CallExpr) or not isinstance(expression.callee, RefExpr):
        return None
    package, _, name = expression.callee.fullname.rpartition(".")
    is_ours = name in PARAMETER_MARKERS and package.partition(".")[0] in FAMILIES
    return name if is_ours else None


def gives_name(call: Expression) -> bool:
    """Tell whether `Query(alias=...)` names the value by itself, or may."""
    return isinstance(call, CallExpr) and (
        any(name in ("alias", "validation_alias") for name in call.arg_names)
        or any(kind.is_star() for kind in call.arg_kinds)
    )


def gives_default(call: CallExpr, *, by_factory: bool) -> bool:
    """Tell whether `Query(...)` gives a value where the request has none."""
    if by_factory and "default_factory" in call.arg_names:
        return True
    default = keyword(call, "default") or next(
        (a for a, kind in zip(call.args, call.arg_kinds, strict=True) if kind == ARG_POS), None
    )
    return default is not None and not isinstance(default, EllipsisExpr)


def auto_error_is_off(call: CallExpr) -> bool:
    """Tell whether a call says `auto_error=False`, letter by letter."""
    if "auto_error" not in call.arg_names:
        return False
    value = call.args[call.arg_names.index("auto_error")]
    return isinstance(value, NameExpr) and value.name == "False"


def defining_name(node: SymbolNode) -> str:
    """Give where a function or class is defined, through a variable like `D = Depends`."""
    if not isinstance(node, Var):
        return node.fullname
    held = get_proper_type(node.type)
    if isinstance(held, Overloaded):
        held = held.items[0]
    if not isinstance(held, CallableType):
        return node.fullname
    definition = held.type_object() if held.is_type_obj() else held.definition
    return definition.fullname if definition is not None else node.fullname
