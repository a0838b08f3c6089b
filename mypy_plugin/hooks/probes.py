"""The hooks on probes: each asks the question that was woven into the tree with it."""

from functools import partial

from mypy.checker import TypeChecker
from mypy.nodes import CallExpr, EllipsisExpr, Expression
from mypy.plugin import FunctionContext, FunctionSigContext
from mypy.types import FunctionLike, NoneType, TupleType, Type, get_proper_type

from mypy_plugin.hooks.lists import ListHooks
from mypy_plugin.hooks.markers import ANYTHING, MarkerHooks
from mypy_plugin.hooks.modules import Modules
from mypy_plugin.hooks.overrides import OverrideHooks
from mypy_plugin.hooks.routes import RouteHooks
from mypy_plugin.judging_alike import RollCall, judge_marker
from mypy_plugin.judging_generic_aliases import judge_generic_alias
from mypy_plugin.rechecking import forget_names, naming_what_is_asked
from mypy_plugin.report import Guard
from mypy_plugin.types.metadata import check_marker_call
from mypy_plugin.weaving.sites import Plain, Question, Site


class ProbeHooks:
    """Answers probes, and for the plain markers those they would have."""

    def __init__(
        self,
        modules: Modules,
        markers: MarkerHooks,
        overrides: OverrideHooks,
        lists: ListHooks,
        routes: RouteHooks,
        guarded: Guard,
    ) -> None:
        self._modules = modules
        self._markers = markers
        self._overrides = overrides
        self._lists = lists
        self._routes = routes
        self._guarded = guarded

    def hold_back(self, context: FunctionSigContext) -> FunctionLike:
        """Keep what was woven in from mypy for a moment: it is checked with the answer."""
        probe = context.context
        if (
            isinstance(context.api, TypeChecker)
            and isinstance(probe, CallExpr)
            and probe in self._modules.woven_in(context.api).sites
        ):
            forget_names(probe)
            if probe.args[0] not in self._modules.woven_in(context.api).statements:
                return context.default_signature
            self._modules.held_back[probe] = probe.args[0]
            probe.args[0] = EllipsisExpr()
            probe.args[0].set_line(probe)
        return context.default_signature

    def answer(self, context: FunctionContext) -> Type:
        """Ask the question of a probe."""
        checker, probe = context.api, context.context
        if not isinstance(checker, TypeChecker) or not isinstance(probe, CallExpr):
            return context.default_return_type
        site = self._modules.woven_in(checker).sites.get(probe)
        if site is None:
            return context.default_return_type
        held_back = self._modules.held_back.pop(probe, None)
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
        judge = self._modules.judge(checker)
        match site.question:
            case Question.MARKER:
                judge_marker(judge, asked, site)
            case Question.VARIABLE:
                return ANYTHING if judge.judge_variable(asked, site) else natural
            case Question.LISTED:
                self._markers.judge_loose(checker, asked)
                # mypy would say of a `None` that the probe does not return a value.
                return ANYTHING if isinstance(get_proper_type(natural), NoneType) else natural
            case Question.ITEM:
                return ANYTHING if self._lists.judge_item(checker, asked) else natural
            case Question.ALIAS:
                judge_generic_alias(judge, asked, site)
            case Question.REMEMBER | Question.PROVIDED:
                if site.question is Question.REMEMBER:
                    self._markers.judge_loose(checker, asked)
                provided = judge.provided_by(asked)
                if provided is not None:
                    return TupleType([provided], checker.named_type("builtins.tuple"))
            case Question.REPLACED:
                self._overrides.judge_fixture(checker, asked)
            case Question.FACTS:
                self._modules.read_anew(checker.tree.fullname)
            case Question.PLAIN:
                self._call_roll(checker)
                self._routes.judge_waiting(checker)
            case Question.RESOLVE:
                judge.judge_place(asked, site)
        return natural

    def _call_roll(self, checker: TypeChecker) -> None:
        """Judge the plain markers of a module; those with something to say, as if probed."""
        roll, waiting = self._modules.roll(checker), self._modules.woven_in(checker).plain
        for plain in self._guarded.unless(roll.is_silent, waiting):
            if checker.current_node_deferred:
                break
            self._guarded(partial(self._judge_plain, checker, roll, plain), None)

    def _judge_plain(self, checker: TypeChecker, roll: RollCall, plain: Plain) -> None:
        """Judge a plain marker as if it had a probe of its own."""
        woven, call = self._modules.woven_in(checker), roll.marker_of(plain)
        if call is None:
            return
        if plain.is_default:
            if not roll.is_settled(plain):
                check_marker_call(checker, call)
            self._answer(checker, plain.site, call, ANYTHING)
            return
        woven.statements.add(call)
        woven.annotated[plain.site.owner, plain.site.slot] = (plain.shape.marker,)
        check_marker_call(checker, call)
        self._answer(checker, plain.site, call, ANYTHING)
        woven.statements.discard(call)
