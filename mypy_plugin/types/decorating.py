"""What a decorator leaves of the parameters of the function below it, as its own type says.

    def logged(function: F) -> F: ...
    def retried(times: int) -> Callable[[Callable[P, R]], Callable[P, R]]: ...

A type of neither kind says nothing: the parameters may be others.
"""

from mypy.checker import TypeChecker
from mypy.nodes import Expression
from mypy.types import CallableType, ProperType, TypeVarType, get_proper_type

from mypy_plugin.types.inference import infer


def keeps_parameters(checker: TypeChecker, decorator: Expression) -> bool:
    """Tell whether a decorator surely gives a function with the same parameters."""
    held = infer(checker, decorator)
    if not isinstance(held, CallableType) or len(held.arg_types) != 1:
        return False
    given, made = get_proper_type(held.arg_types[0]), get_proper_type(held.ret_type)
    if isinstance(given, TypeVarType):
        return given == made
    parameters = _parameters(given)
    return parameters is not None and parameters == _parameters(made)


def _parameters(callable_: ProperType) -> object | None:
    """Give the `P` of `Callable[P, R]`; None if it adds to it or has none."""
    if not isinstance(callable_, CallableType) or len(callable_.arg_types) != 2:
        return None
    variables = callable_.param_spec()
    return None if variables is None else variables.id
