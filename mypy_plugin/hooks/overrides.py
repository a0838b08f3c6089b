"""The hooks on everything that may put one provider in the place of another.

Methods of dictionaries are called everywhere, so each hook looks at the syntax of the
call first and leaves what is no table of overrides as it is.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from mypy.checker import TypeChecker
from mypy.nodes import AssignmentStmt, CallExpr, Expression, MypyFile, RefExpr
from mypy.plugin import (
    AttributeContext,
    FunctionContext,
    FunctionSigContext,
    MethodContext,
    MethodSigContext,
)
from mypy.type_visitor import TypeTranslator
from mypy.types import AnyType, CallableType, Type, TypeAliasType, TypeOfAny

from mypy_plugin.applications.overriding import named_replacings, replacings, set_by
from mypy_plugin.applications.tables import Replacing, Seen, displayed
from mypy_plugin.hooks.classes import derives
from mypy_plugin.judging import Judge
from mypy_plugin.judging_overrides import judge_replacing, names_no_provider
from mypy_plugin.names import APPLICATIONS, INJECTORS, OVERRIDING

Call: TypeAlias = FunctionContext | FunctionSigContext | MethodContext | MethodSigContext


def may_override(method: str, modules: dict[str, MypyFile]) -> bool:
    """Tell whether a method of this full name may set an override."""
    owner, _, name = method.rpartition(".")
    return method in OVERRIDING or (
        name == "override" and derives(modules, owner, APPLICATIONS | INJECTORS)
    )


class OverrideHooks:
    """Finds replacements in calls and assignments, and has them judged."""

    def __init__(
        self,
        judge_for: Callable[[TypeChecker], Judge],
        guarded: Callable[[Callable[[], Any], Any], Any],
    ) -> None:
        self._judge_for = judge_for
        self._guarded = guarded

    def judge_call(self, context: FunctionContext | MethodContext) -> Type:
        """Judge every replacement in a call, in `table[f] = g` or in `table |= ...`."""
        checker = context.api
        if isinstance(checker, TypeChecker):
            self._guarded(lambda: self._judge(checker, self._found(checker, context)), None)
        return context.default_return_type

    def judge_setter(self, context: FunctionContext) -> Type:
        """Judge every replacement that a function of the program is given to set."""
        checker, call = context.api, context.context
        if isinstance(checker, TypeChecker) and isinstance(call, CallExpr):
            self._guarded(lambda: self._judge_setter(checker, call, context), None)
        return context.default_return_type

    def _judge_setter(self, checker: TypeChecker, call: CallExpr, context: FunctionContext) -> None:
        name = call.callee.fullname if isinstance(call.callee, RefExpr) else ""
        found = self._judge_for(checker).dependants.told.setters(name)
        given = {
            formal: arguments[0]
            for formal, arguments in zip(context.callee_arg_names, context.args, strict=True)
            if arguments
        }
        self._judge(checker, set_by(self._seen(checker), found, given) if found else [])

    def judge_fixture(self, checker: TypeChecker, call: Expression) -> None:
        """Judge the call of a fixture whose type mypy does not know."""
        self._judge(checker, named_replacings(self._seen(checker), call))

    def take_any(self, context: FunctionSigContext | MethodSigContext) -> CallableType:
        """Leave what is no provider to the rule, which says so itself."""
        checker, signature = context.api, context.default_signature
        if isinstance(checker, TypeChecker) and self._guarded(
            lambda: self._is_ours(checker, self._found(checker, context)), False
        ):
            return signature.copy_modified(
                arg_types=[formal.accept(_ANY_PROVIDER) for formal in signature.arg_types]
            )
        return signature

    def judge_table(self, context: AttributeContext) -> Type:
        """Judge every replacement in `app.dependency_overrides = {...}`."""
        checker = context.api
        if context.is_lvalue and isinstance(checker, TypeChecker):
            judge = self._judge_for(checker)
            statement = judge.owners.get((context.context.line, context.context.column))
            if isinstance(statement, AssignmentStmt) and context.context in statement.lvalues:
                found = list(displayed(self._seen(checker), statement.rvalue))
                self._guarded(lambda: self._judge(checker, found), None)
                if self._guarded(lambda: self._is_ours(checker, found), False):
                    return _ANYTHING
        return context.default_attr_type

    def _found(self, checker: TypeChecker, call: Call) -> list[Replacing]:
        arguments = [argument for formal in call.args for argument in formal]
        return replacings(self._seen(checker), call.context, arguments[-1]) if arguments else []

    def _seen(self, checker: TypeChecker) -> Seen:
        return Seen(checker, self._judge_for(checker).owners)

    def _judge(self, checker: TypeChecker, found: list[Replacing]) -> None:
        if not checker.current_node_deferred:
            judge = self._judge_for(checker)
            for one in found:
                judge_replacing(judge, one)

    def _is_ours(self, checker: TypeChecker, found: list[Replacing]) -> bool:
        judge = self._judge_for(checker)
        return any(not one.is_apart and names_no_provider(judge, one) for one in found)


_ANYTHING = AnyType(TypeOfAny.special_form)


class _AnyProvider(TypeTranslator):
    """Puts `Any` where a callable is asked for, and leaves the rest to choose overloads by."""

    def visit_callable_type(self, t: CallableType, /) -> Type:
        return _ANYTHING

    def visit_type_alias_type(self, t: TypeAliasType, /) -> Type:
        return t


_ANY_PROVIDER = _AnyProvider()
