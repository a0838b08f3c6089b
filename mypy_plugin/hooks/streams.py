"""The hooks on what runs after a function has returned: responses and background tasks."""

from collections.abc import Callable, Iterator
from typing import Any

from mypy.checker import TypeChecker
from mypy.nodes import CallExpr, FuncDef, MypyFile
from mypy.plugin import FunctionContext, MethodContext
from mypy.types import Instance, Type, get_proper_type

from mypy_plugin.applications.handing import Used, sent_by, used_by_task
from mypy_plugin.applications.routing import argument
from mypy_plugin.hooks.classes import derives
from mypy_plugin.judging import Judge
from mypy_plugin.judging_streams import judge_response, judge_task
from mypy_plugin.names import SENDING


def may_be_sent(class_name: str, modules: dict[str, MypyFile]) -> bool:
    """Tell whether the class of this full name is such a response."""
    return class_name.endswith("Response") and derives(modules, class_name, SENDING)


class StreamHooks:
    """Finds what is handed to something that runs later, and has it judged."""

    def __init__(
        self,
        judge_for: Callable[[TypeChecker], Judge],
        guarded: Callable[[Callable[[], Any], Any], Any],
    ) -> None:
        self._judge_for = judge_for
        self._guarded = guarded

    def judge_response(self, context: FunctionContext) -> Type:
        """Judge what a response is sent out of."""
        made = get_proper_type(context.default_return_type)
        if isinstance(made, Instance):
            self._judge(
                context,
                lambda judge, call: judge_response(judge, call, _sent(judge.checker, call, made)),
            )
        return context.default_return_type

    def judge_task(self, context: FunctionContext | MethodContext) -> Type:
        """Judge what a background task is given."""
        self._judge(context, lambda judge, call: judge_task(judge, call, used_by_task(call)))
        return context.default_return_type

    def _judge(
        self, context: FunctionContext | MethodContext, work: Callable[[Judge, CallExpr], None]
    ) -> None:
        checker, call = context.api, context.context
        if (
            isinstance(checker, TypeChecker)
            and isinstance(call, CallExpr)
            and not checker.current_node_deferred
            and any(isinstance(function, FuncDef) for function in checker.scope.stack)
        ):
            self._guarded(lambda: work(self._judge_for(checker), call), None)


def _sent(checker: TypeChecker, call: CallExpr, response: Instance) -> Iterator[Used]:
    """Yield what a response of this class reads while it is sent."""
    for base in response.type.mro:
        content = argument(call, SENDING[base.fullname], 0) if base.fullname in SENDING else None
        if content is not None:
            yield from sent_by(checker, content)
