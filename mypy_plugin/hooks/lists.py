"""The hooks on everything that takes `dependencies=[...]`."""

from collections.abc import Callable
from typing import Any, Final, TypeGuard

from mypy.checker import TypeChecker
from mypy.nodes import CallExpr, Context, Expression, FuncDef, MypyFile, RefExpr, TypeInfo
from mypy.plugin import FunctionContext, FunctionSigContext, MethodContext, MethodSigContext
from mypy.types import AnyType, CallableType, Instance, Type, TypeOfAny

from mypy_plugin.applications.listing import bare_markers, stray, stray_items
from mypy_plugin.applications.routing import ROUTING
from mypy_plugin.hooks.classes import derives
from mypy_plugin.judging import Judge
from mypy_plugin.names import ROUTERS
from mypy_plugin.rules.depends_marker import refuse_bare, refuse_item

LISTING: Final = frozenset({*ROUTING, "include_router", "controller"})
"""The methods that take a list of dependencies, by name."""


def may_list(method: str, modules: dict[str, MypyFile]) -> bool:
    """Tell whether a method of this full name may take a list of dependencies."""
    owner, _, name = method.rpartition(".")
    if name == "__init__":
        return owner in ROUTERS
    return name in LISTING and derives(modules, owner, ROUTERS)


def may_make_router(class_name: str, modules: dict[str, MypyFile]) -> bool:
    """Tell whether the class of this full name is an application or a router."""
    return derives(modules, class_name, ROUTERS)


class ListHooks:
    """Finds what was listed without its `Depends(...)`, and has it judged."""

    def __init__(
        self,
        judge_for: Callable[[TypeChecker], Judge],
        guarded: Callable[[Callable[[], Any], Any], Any],
    ) -> None:
        self._judge_for = judge_for
        self._guarded = guarded

    def judge_call(self, context: FunctionContext | MethodContext) -> Type:
        """Report each item of a list that is no marker."""
        checker, call = context.api, context.context
        if _lists(call) and isinstance(checker, TypeChecker):
            self._guarded(lambda: self._judge(checker, call), None)
        return context.default_return_type

    def take_any(self, context: FunctionSigContext | MethodSigContext) -> CallableType:
        """Leave what is no marker to the rule, which says so itself."""
        checker, call, signature = context.api, context.context, context.default_signature
        if not _lists(call) or not isinstance(checker, TypeChecker):
            return signature
        if not self._guarded(lambda: any(stray_items(checker, call)), False):
            return signature
        types = [
            AnyType(TypeOfAny.special_form) if name == "dependencies" else type_
            for name, type_ in zip(signature.arg_names, signature.arg_types, strict=True)
        ]
        return signature.copy_modified(arg_types=types)

    def judge_item(self, checker: TypeChecker, item: Expression) -> bool:
        """Report an item of `super().__init__(dependencies=[...])` that is no marker.

        Tells whether it did so.
        """
        around = checker.scope.active_self_type()
        if not isinstance(around, Instance):
            return False
        bases = around.type.mro[1:]
        if not any(base.fullname in ROUTERS for base in bases):
            return False
        above = bases[0].get_method("__init__")
        if above is not None and above.info.fullname not in ROUTERS:
            return False
        shown = stray(checker, item)
        if shown is not None:
            self._judge_for(checker).report_all(item, refuse_item(shown))
        return shown is not None

    def _judge(self, checker: TypeChecker, call: CallExpr) -> None:
        if not checker.current_node_deferred:
            judge = self._judge_for(checker)
            for item, shown in stray_items(checker, call):
                judge.report_all(item, refuse_item(shown))
            for marker in bare_markers(call):
                judge.report_all(marker, refuse_bare("dependencies"))


def _lists(call: Context) -> TypeGuard[CallExpr]:
    return (
        isinstance(call, CallExpr)
        and "dependencies" in call.arg_names
        and not _means_its_own(call.callee)
    )


def _means_its_own(callee: Expression) -> bool:
    """Tell whether a class has a parameter `dependencies` of its own."""
    info = callee.node if isinstance(callee, RefExpr) else None
    maker = info.get_method("__init__") if isinstance(info, TypeInfo) else None
    return (
        isinstance(maker, FuncDef)
        and maker.info.fullname not in ROUTERS
        and "dependencies" in maker.arg_names
    )
