"""Whether the arguments of a generic factory settle its type variables.

`make(User)` with `type[T]` does. `None`, an empty collection, a generic callable or a
default does not: what mypy makes of `T` there is a guess.
"""

from mypy.argmap import map_actuals_to_formals
from mypy.checker import TypeChecker
from mypy.checkexpr import has_uninhabited_component
from mypy.erasetype import erase_typevars
from mypy.nodes import CallExpr, Expression
from mypy.typeops import get_all_type_vars
from mypy.types import (
    AnyType,
    CallableType,
    NoneType,
    Overloaded,
    ProperType,
    Type,
    TypeVarId,
    get_proper_type,
)

from mypy_plugin.types.inference import infer


def unsettled_result(checker: TypeChecker, provider: Expression) -> ProperType | None:
    """Give the result of a generic call with `Any` for its type variables.

    None where `provider` is no such call, or its arguments settle every variable that
    stands in the result.
    """
    if not isinstance(provider, CallExpr):
        return None
    callee = infer(checker, provider.callee)
    if not isinstance(callee, CallableType) or not callee.variables:
        return None
    own = {variable.id for variable in callee.variables}
    wanted = own & _variables(callee.ret_type)
    if not wanted - _settled(checker, provider, callee):
        return None
    return get_proper_type(erase_typevars(callee.ret_type, own))


def _settled(checker: TypeChecker, call: CallExpr, callee: CallableType) -> set[TypeVarId]:
    """Give the type variables in the formals that get an argument which says something."""
    actuals = [infer(checker, argument) for argument in call.args]
    mapping = map_actuals_to_formals(
        call.arg_kinds,
        call.arg_names,
        callee.arg_kinds,
        callee.arg_names,
        lambda index: actuals[index],
    )
    return {
        variable
        for formal, indexes in zip(callee.arg_types, mapping, strict=True)
        if any(_says_something(actuals[index]) for index in indexes)
        for variable in _variables(formal)
    }


def _says_something(actual: ProperType) -> bool:
    match actual:
        case NoneType() | AnyType() | Overloaded():
            return False
        case CallableType():
            return not actual.variables
    return not has_uninhabited_component(actual)


def _variables(type_: Type) -> set[TypeVarId]:
    return {variable.id for variable in get_all_type_vars(type_)}
