"""What stands at a parameter beside a marker: other markers, and a default.

A marker is named as the runtime shows it, `Depends(...)`.
"""

from typing import NamedTuple

from mypy.nodes import (
    ARG_OPT,
    Argument,
    AssignmentStmt,
    CallExpr,
    ConditionalExpr,
    EllipsisExpr,
    Expression,
    FuncDef,
    MemberExpr,
    NameExpr,
    OpExpr,
    RefExpr,
    TypeAliasStmt,
    Var,
)

from mypy_plugin.markers import defining_name, is_marker_call
from mypy_plugin.names import FAMILIES, MARKER_NAMES, PARAMETER_MARKERS
from mypy_plugin.weaving.sites import Question, Site
from mypy_plugin.weaving.statements import Owner


class Beside(NamedTuple):
    """The markers in one parameter's `Annotated`, and what is its default.

    `marker` is the marker asked about, `wins` says that it is the one that counts.
    `default_marker` is the marker that is the default, `has_default` says that another value is,
    and not one that says nothing to who reads it.
    """

    parameter: str
    marker: str
    wins: bool
    is_default: bool
    in_annotated: tuple[str, ...]
    default_marker: str | None
    has_default: bool


def beside(asked: Expression, site: Site, owner: Owner, annotated: tuple[str, ...]) -> Beside:
    """Give what stands beside the marker call `asked`; `annotated` are those of its annotation."""
    default = _default_of(owner, site.slot)
    marker = None if default is None else marker_name(default)
    is_value = False
    if isinstance(owner, FuncDef) and site.slot is not None and default is not None:
        is_value = marker is None and not _says_nothing(default, owner, site.slot)
    return Beside(
        parameter=_parameter(owner, site.slot),
        marker=marker_name(asked) or "",
        wins=site.question is Question.MARKER,
        is_default=default is asked,
        in_annotated=tuple(name.rpartition(".")[2] for name in annotated),
        default_marker=marker,
        has_default=is_value,
    )


def beside_alias(function: FuncDef, slot: int, held: str) -> Beside | None:
    """Give what stands beside the marker `held` by the alias a parameter is annotated with.

    None where the default has a probe of its own, or is a variable that may hold a marker.
    """
    default = _default_of(function, slot)
    marker = None if default is None else marker_name(default)
    if default is None or marker in MARKER_NAMES:
        return None
    if isinstance(default, RefExpr) and not default.fullname.startswith("builtins."):
        return None
    return Beside(
        parameter=function.arguments[slot].variable.name,
        marker=held,
        wins=True,
        is_default=False,
        in_annotated=(held,),
        default_marker=marker,
        has_default=marker is None and not _says_nothing(default, function, slot),
    )


def _parameter(owner: Owner, slot: int | None) -> str:
    """Name the parameter, field or alias a marker stands at."""
    match owner:
        case FuncDef() if slot is not None:
            return owner.arguments[slot].variable.name
        case (
            AssignmentStmt(lvalues=[NameExpr(name=name)]) | TypeAliasStmt(name=NameExpr(name=name))
        ):
            return name
    return ""


def _default_of(owner: Owner, slot: int | None) -> Expression | None:
    """Give the default of a parameter or a field."""
    default: Expression | None = None
    match owner:
        case FuncDef() if slot is not None:
            default = owner.arguments[slot].initializer
        case AssignmentStmt() if owner.unanalyzed_type is not None:
            default = owner.rvalue
    return None if default is None else without_probe(default)


def _says_nothing(default: Expression, function: FuncDef, slot: int) -> bool:
    """Tell whether a default is only there because Python asks for one: `q=1, db=None`.

    Or for who calls the function by hand, as tests do: nobody makes an object in vain.
    """
    return isinstance(default, EllipsisExpr | CallExpr) or (
        isinstance(default, NameExpr)
        and default.name == "None"
        and function.arguments[slot].kind is ARG_OPT
        and any(before.kind is ARG_OPT for before in function.arguments[:slot])
    )


def without_probe(expression: Expression) -> Expression:
    """Give what a probe was put around, or the expression itself."""
    if (
        isinstance(expression, CallExpr)
        and isinstance(expression.callee, MemberExpr)
        and isinstance(expression.callee.expr, NameExpr)
        and expression.callee.expr.name == "__builtins__"
    ):
        return expression.args[0]
    return expression


def may_be_marked(argument: Argument) -> bool:
    """Tell whether the default may be a marker, which is found whatever the annotation is."""
    return argument.initializer is not None and _may_be_marker(argument.initializer)


def _may_be_marker(default: Expression) -> bool:
    match without_probe(default):
        case CallExpr() as call:
            return is_marker_call(call)
        case RefExpr(node=Var(fullname=named)):
            return not named.startswith("builtins.")
        case ConditionalExpr(if_expr=one, else_expr=other) | OpExpr(left=one, right=other):
            return _may_be_marker(one) or _may_be_marker(other)
    return False


def marker_name(expression: Expression) -> str | None:
    """Give `Depends` of a call of it, and so for every marker of a family."""
    if not isinstance(expression, CallExpr) or not isinstance(expression.callee, RefExpr):
        return None
    node = expression.callee.node
    package, _, name = ("" if node is None else defining_name(node)).rpartition(".")
    if package.partition(".")[0] in FAMILIES and name in MARKER_NAMES | PARAMETER_MARKERS:
        return name
    return None
