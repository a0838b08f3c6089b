"""The type of an expression, asked of mypy without leaving a trace."""

from mypy.checker import TypeChecker
from mypy.nodes import ARG_STAR, ARG_STAR2, Expression
from mypy.types import AnyType, CallableType, ProperType, Type, TypeOfAny, get_proper_type


def infer(checker: TypeChecker, expression: Expression) -> ProperType:
    """Infer the type of `expression` on its own, unbent by where it stands.

    mypy infers the argument of `Depends(...)` against `Callable[..., Any]`, which makes
    `Any` of a generic factory's type variable; here there is no such context.
    """
    with checker.msg.filter_errors(), checker.local_type_map:
        return get_proper_type(checker.expr_checker.accept(expression, allow_none_return=True))


def infer_as_provider_of(
    checker: TypeChecker, expression: Expression, provided: Type
) -> ProperType | None:
    """Infer the type of `expression` where a provider of `provided` is expected.

    Solves what the expression alone leaves open (`lambda: []`, a factory whose type
    variable stands in its result only). None if it cannot be that.
    """
    anything = AnyType(TypeOfAny.special_form)
    expected = CallableType(
        [anything, anything],
        [ARG_STAR, ARG_STAR2],
        [None, None],
        provided,
        checker.named_type("builtins.function"),
        is_ellipsis_args=True,
    )
    with checker.msg.filter_errors() as watcher, checker.local_type_map:
        inferred = checker.expr_checker.accept(expression, expected, allow_none_return=True)
    return None if watcher.has_new_errors() else get_proper_type(inferred)
