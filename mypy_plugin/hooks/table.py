"""What mypy's hooks do, as tables by the full name of what is called.

Weaves trees, answers probes, has calls judged. Loaded when mypy first looks at code, so
that a run in which nothing has changed does not wait for it. A mistake inside the plugin
is told on standard error and costs one verdict, never mypy's own output.
"""

from collections.abc import Callable
from typing import Final

from mypy.checker import TypeChecker
from mypy.nodes import CallExpr, Context, EllipsisExpr, Expression, MypyFile
from mypy.options import Options
from mypy.plugin import (
    AttributeContext,
    FunctionContext,
    FunctionSigContext,
    MethodContext,
    MethodSigContext,
)
from mypy.types import AnyType, FunctionLike, NoneType, TupleType, Type, TypeOfAny, get_proper_type

from mypy_plugin.dependants.reading import Read, read_tree
from mypy_plugin.hooks.lists import ListHooks, may_list
from mypy_plugin.hooks.overrides import OverrideHooks, may_override
from mypy_plugin.hooks.routes import RouteHooks, may_route
from mypy_plugin.hooks.streams import StreamHooks, may_be_sent
from mypy_plugin.judging import Judge, is_judged_by_type
from mypy_plugin.judging_callables import judge_annotation, judge_called
from mypy_plugin.ledger import enter_facts
from mypy_plugin.markers import is_typed_marker_call
from mypy_plugin.names import (
    ADDING_TASKS,
    BACKGROUND_TASK,
    MARKERS,
    OVERRIDING_CALLS,
    PROBE,
    ROUTERS,
    TABLES,
)
from mypy_plugin.places import Places
from mypy_plugin.rechecking import forget_names, naming_what_is_asked
from mypy_plugin.report import Guard
from mypy_plugin.types.marker_call import refused_arguments
from mypy_plugin.types.metadata import check_marker_call
from mypy_plugin.weaving.sites import Question, Site, Woven
from mypy_plugin.weaving.statements import Owners, owners
from mypy_plugin.weaving.weaver import weave

ANYTHING: Final = AnyType(TypeOfAny.special_form)
NOTHING_WOVEN: Final = Woven()


class Hooks:
    """The trees that are woven, and the hooks that judge them."""

    def __init__(self, options: Options, places: Places, guarded: Guard) -> None:
        self.options = options
        self._modules: dict[str, MypyFile] = {}
        self._trees: dict[str, MypyFile] = {}
        self._woven: dict[str, Woven] = {}
        self._reads: dict[str, Read] = {}
        self._owners: dict[str, Owners] = {}
        self._asked: dict[str, set[str]] = {}
        self._last_judge: Judge | None = None
        self._places = places
        self._guarded = guarded
        self._held_back: dict[CallExpr, Expression] = {}
        self._overrides = OverrideHooks(self._judge, guarded)
        self._lists = ListHooks(self._judge, guarded)
        self._routes = RouteHooks(self._judge, guarded)
        self._streams = StreamHooks(self._judge, guarded)
        self._functions: dict[str, Callable[[FunctionContext], Type]] = {
            PROBE: self._answer_probe,
            **dict.fromkeys(MARKERS, self._type_marker),
            **dict.fromkeys(OVERRIDING_CALLS, self._overrides.judge_call),
            **dict.fromkeys(ROUTERS, self._lists.judge_call),
            BACKGROUND_TASK: self._streams.judge_task,
        }
        self._signatures: dict[str, Callable[[FunctionSigContext], FunctionLike]] = {
            PROBE: self._hold_back,
            **dict.fromkeys(MARKERS, self._take_any_provider),
            **dict.fromkeys(OVERRIDING_CALLS, self._overrides.take_any),
            **dict.fromkeys(ROUTERS, self._lists.take_any),
        }

    # See

    def weave(self, file: MypyFile, modules: dict[str, MypyFile]) -> None:
        """Put the questions into a tree that mypy begins to analyse."""
        self._modules = modules
        name = file.fullname
        if self._trees.get(name) is not file:
            self._trees[name] = file
            self._owners.pop(name, None)
            self._reads.pop(name, None)
            self._woven[name] = self._guarded(
                lambda: weave(file, modules, self.options, self._asked.get(name, ())), Woven()
            )

    # Judge

    def function(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """Give what judges a call of a function or a class."""
        found = self._functions.get(fullname)
        if found is None and may_be_sent(fullname, self._modules):
            return self._streams.judge_response
        return found

    def signature(self, fullname: str) -> Callable[[FunctionSigContext], FunctionLike] | None:
        """Give what changes the signature of a function or a class for a call."""
        return self._signatures.get(fullname)

    def method(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Give what may override a provider, serve an endpoint or add a background task."""
        if may_override(fullname, self._modules):
            return self._overrides.judge_call
        if may_route(fullname, self._modules):
            return self._judge_route
        if may_list(fullname, self._modules):
            return self._lists.judge_call
        return self._streams.judge_task if fullname in ADDING_TASKS else None

    def method_signature(self, fullname: str) -> Callable[[MethodSigContext], FunctionLike] | None:
        """Take mypy's place where an override names no provider."""
        if may_override(fullname, self._modules):
            return self._overrides.take_any
        return self._lists.take_any if may_list(fullname, self._modules) else None

    def _judge_route(self, context: MethodContext) -> Type:
        """Judge a route, and what is listed beside it."""
        self._lists.judge_call(context)
        return self._routes.judge_call(context)

    def attribute(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        """Judge a table of overrides that is set as a whole."""
        return self._overrides.judge_table if fullname in TABLES else None

    def _hold_back(self, context: FunctionSigContext) -> FunctionLike:
        """Keep what was woven in from mypy for a moment: it is checked with the answer."""
        probe = context.context
        if (
            isinstance(context.api, TypeChecker)
            and isinstance(probe, CallExpr)
            and probe in self._woven_in(context.api).sites
        ):
            forget_names(probe)
            if probe.args[0] not in self._woven_in(context.api).statements:
                return context.default_signature
            self._held_back[probe] = probe.args[0]
            probe.args[0] = EllipsisExpr()
            probe.args[0].set_line(probe)
        return context.default_signature

    def _answer_probe(self, context: FunctionContext) -> Type:
        checker, probe = context.api, context.context
        if not isinstance(checker, TypeChecker) or not isinstance(probe, CallExpr):
            return context.default_return_type
        site = self._woven_in(checker).sites.get(probe)
        if site is None:
            return context.default_return_type
        held_back = self._held_back.pop(probe, None)
        if held_back is not None:
            probe.args[0] = held_back
            self._guarded(lambda: check_marker_call(checker, held_back), None)
        natural = context.arg_types[0][0]
        with naming_what_is_asked(checker, probe):
            return self._guarded(
                lambda: self._answer(checker, site, probe.args[0], natural), natural
            )

    def _answer(self, checker: TypeChecker, site: Site, asked: Expression, natural: Type) -> Type:
        """Ask the question of a probe; give the type that stands in the probe's place."""
        if checker.current_node_deferred:
            return natural
        judge = self._judge(checker)
        match site.question:
            case Question.MARKER:
                judge.judge_marker(asked, site)
                if not is_judged_by_type(asked):
                    judge_called(judge, asked, judge.declaration(site))
                    judge_annotation(judge, asked, site)
            case Question.VARIABLE:
                return ANYTHING if judge.judge_variable(asked, site) else natural
            case Question.LISTED:
                self._judge_loose(checker, asked)
                # mypy would say of a `None` that the probe does not return a value.
                return ANYTHING if isinstance(get_proper_type(natural), NoneType) else natural
            case Question.REMEMBER:
                self._judge_loose(checker, asked)
                provided = judge.provided_by(asked)
                if provided is not None:
                    return TupleType([provided], checker.named_type("builtins.tuple"))
            case Question.FACTS:
                read = self._reads.get(checker.tree.fullname)
                if read and (self.options.fine_grained_incremental or not read.settled):
                    del self._reads[checker.tree.fullname]
                self._read(checker.tree.fullname)
            case Question.RESOLVE:
                judge.judge_place(asked, site)
        return natural

    def _read(self, module: str) -> Read | None:
        """Read the markers of a tree that is in memory, and enter them into its ledger."""
        woven = self._woven.get(module)
        if woven is None or not woven.sites:
            return None
        read = self._reads.get(module)
        if read is None:
            tree = self._trees[module]
            read = self._reads[module] = read_tree(tree, woven, self._held_back)
            enter_facts(tree, read.entries(), self._modules)
        return read

    def _type_marker(self, context: FunctionContext) -> Type:
        """Let `x: T = Depends(f)` be judged by `depends-type`, not as an assignment.

        Elsewhere a marker call keeps the type its family gives it.
        """
        if not isinstance(context.api, TypeChecker):
            return context.default_return_type
        woven = self._woven_in(context.api)
        if context.context in woven.defaults:
            return ANYTHING
        if context.context in woven.statements:
            return context.api.named_type("builtins.object")
        if context.context not in woven.listed:
            self._judge_loose(context.api, context.context)
        return context.default_return_type

    def _judge_loose(self, checker: TypeChecker, call: Context) -> None:
        """Judge a marker call that fills no parameter."""
        if isinstance(call, CallExpr) and not checker.current_node_deferred:
            if is_judged_by_type(call):
                return
            judge = self._judge(checker)
            if self._guarded(lambda: judge.judge_call(call), True):
                self._guarded(lambda: judge.judge_edge(call), None)
            self._guarded(lambda: judge_called(judge, call, None), None)

    def _take_any_provider(self, context: FunctionSigContext) -> FunctionLike:
        """Leave what is inside `Depends(...)` to mypy, and what fits to the rules."""
        checker, call, signature = context.api, context.context, context.default_signature
        if not isinstance(checker, TypeChecker) or not isinstance(call, CallExpr):
            return signature
        ours = self._guarded(lambda: refused_arguments(checker, call), set[str]())
        woven = self._woven_in(checker)
        if is_typed_marker_call(call) and (call in woven.defaults or call in woven.statements):
            ours |= {"dependency"}
        types = [
            ANYTHING if name in ours else type_
            for name, type_ in zip(signature.arg_names, signature.arg_types, strict=True)
        ]
        return signature.copy_modified(arg_types=types)

    def _judge(self, checker: TypeChecker) -> Judge:
        judge = self._last_judge
        if judge is None or judge.checker is not checker or self.options.fine_grained_incremental:
            woven, owners = self._woven_in(checker), self._owners_of(checker.tree)
            judge = self._last_judge = Judge(
                checker, woven, owners, self._asked, self._read, self._places.line_of
            )
        return judge

    def _woven_in(self, checker: TypeChecker) -> Woven:
        return self._woven.get(checker.tree.fullname, NOTHING_WOVEN)

    def _owners_of(self, tree: MypyFile) -> Owners:
        found = self._owners.get(tree.fullname)
        if found is None:
            found = self._owners[tree.fullname] = owners(tree)
        return found

    # Forget

    def forget(self, module: str) -> None:
        """Forget a module that mypy is done with."""
        self._woven.pop(module, None)
        self._owners.pop(module, None)
        self._reads.pop(module, None)
        self._last_judge = None
