"""The type of an expression, asked of mypy without leaving a trace.

What does not type-check has no type worth judging: it is `Any` here, except that a
call of something not generic returns what it returns, whatever its arguments are.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from mypy.checker import TypeChecker
from mypy.nodes import ARG_STAR, ARG_STAR2, CallExpr, Expression, TypeInfo
from mypy.types import AnyType, CallableType, Instance, ProperType, Type, TypeOfAny, get_proper_type


def infer(checker: TypeChecker, expression: Expression) -> ProperType:
    """Infer the type of `expression` on its own, unbent by where it stands.

    mypy infers the argument of `Depends(...)` against `Callable[..., Any]`, which makes
    `Any` of a generic factory's type variable; here there is no such context.
    """
    return _infer(checker, expression, None)


def infer_as_provider_of(
    checker: TypeChecker, expression: Expression, provided: Type
) -> ProperType:
    """Infer the type of `expression` where a provider of `provided` is expected.

    Solves what the expression alone leaves open, as in `lambda: []`.
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
    return _infer(checker, expression, expected)


def class_of(held: ProperType) -> TypeInfo | None:
    """Give the class whose attributes an expression of this type has."""
    match held:
        case Instance():
            return held.type
        case CallableType() if held.is_type_obj():
            return held.type_object()
    return None


@contextmanager
def _without_deferring(checker: TypeChecker) -> Iterator[None]:
    """Keep mypy from checking a function again because of a question of ours.

    It would no longer give types to the variables of that function, and have none for them
    in the end.
    """
    was_deferred, waiting = checker.current_node_deferred, len(checker.deferred_nodes)
    try:
        yield
    finally:
        checker.current_node_deferred = was_deferred
        del checker.deferred_nodes[waiting:]


def _infer(checker: TypeChecker, expression: Expression, expected: Type | None) -> ProperType:
    with (
        checker.msg.filter_errors() as watcher,
        checker.local_type_map,
        _without_deferring(checker),
    ):
        inferred = checker.expr_checker.accept(expression, expected, allow_none_return=True)
    if not watcher.has_new_errors():
        return get_proper_type(inferred)
    if isinstance(expression, CallExpr):
        called = infer(checker, expression.callee)
        if isinstance(called, CallableType) and not called.variables:
            return get_proper_type(called.ret_type)
    return AnyType(TypeOfAny.from_error)
