"""The hooks on the markers themselves, wherever they are called."""

from typing import Final

from mypy.checker import TypeChecker
from mypy.nodes import CallExpr, Context, Decorator, FuncDef, RefExpr, TypeInfo
from mypy.plugin import FunctionContext, FunctionSigContext
from mypy.types import (
    AnyType,
    FunctionLike,
    Type,
    TypeOfAny,
    UninhabitedType,
    get_proper_type,
)

from mypy_plugin.hooks.modules import Modules
from mypy_plugin.judging import is_judged_by_type
from mypy_plugin.judging_called import judge_called
from mypy_plugin.markers import is_typed_marker_call
from mypy_plugin.report import Guard
from mypy_plugin.types.marker_call import refused_arguments

ANYTHING: Final = AnyType(TypeOfAny.special_form)


class MarkerHooks:
    """Types markers, and has those judged that fill no parameter."""

    def __init__(self, modules: Modules, guarded: Guard) -> None:
        self._modules = modules
        self._guarded = guarded

    def give_type(self, context: FunctionContext) -> Type:
        """Let `x: T = Depends(f)` be judged by `depends-type`, not as an assignment.

        Elsewhere a marker call keeps the type its family gives it.
        """
        if not isinstance(context.api, TypeChecker):
            return context.default_return_type
        woven = self._modules.woven_in(context.api)
        if context.context in woven.defaults:
            return ANYTHING
        if context.context in woven.statements:
            return context.api.named_type("builtins.object")
        if context.context not in woven.listed:
            self.judge_loose(context.api, context.context)
        if isinstance(get_proper_type(context.default_return_type), UninhabitedType):
            return ANYTHING  # of what is no provider, mypy would ask for an annotation
        return context.default_return_type

    def judge_loose(self, checker: TypeChecker, call: Context) -> None:
        """Judge a marker call that fills no parameter."""
        if isinstance(call, CallExpr) and not checker.current_node_deferred:
            if is_judged_by_type(call):
                return
            judge, roll = self._modules.judge(checker), self._modules.roll(checker)
            if self._guarded(lambda: roll.is_silent_loose(call), False):
                return
            if self._guarded(lambda: judge.judge_call(call), True):
                self._guarded(lambda: judge.judge_edge(call), None)
            self._guarded(lambda: judge_called(judge, call, None), None)

    def take_any(self, context: FunctionSigContext) -> FunctionLike:
        """Leave what is inside `Depends(...)` to mypy, and what fits to the rules."""
        checker, call, signature = context.api, context.context, context.default_signature
        if not isinstance(checker, TypeChecker) or not isinstance(call, CallExpr):
            return signature
        is_typed = is_typed_marker_call(call)
        match call.args:
            case [RefExpr(node=FuncDef() | Decorator() | TypeInfo())] if not is_typed:
                return signature
        ours = self._guarded(lambda: refused_arguments(checker, call), set[str]())
        woven = self._modules.woven_in(checker)
        if is_typed and (call in woven.defaults or call in woven.statements):
            ours |= {"dependency"}
        if not ours:
            return signature
        types = [
            ANYTHING if name in ours else type_
            for name, type_ in zip(signature.arg_names, signature.arg_types, strict=True)
        ]
        return signature.copy_modified(arg_types=types)
