"""The hooks mypy calls, as a table.

See: trees are woven when mypy shows them (`get_additional_deps`), or, where it does
not, before it analyses the first name of a module. Judge: a function hook on the
probes. A mistake inside the plugin is swallowed, unless mypy runs with
`--show-traceback`: it must never hide mypy's own output.
"""

from collections.abc import Callable
from itertools import islice
from typing import Any, TypeVar

from mypy.checker import TypeChecker
from mypy.nodes import CallExpr, MypyFile
from mypy.options import Options
from mypy.plugin import AnalyzeTypeContext, FunctionContext, Plugin, ReportConfigContext
from mypy.types import AnyType, TupleType, Type, TypeOfAny

from mypy_plugin import config
from mypy_plugin.judging import Judge
from mypy_plugin.names import FRAMEWORKS, PROBE, TYPED_MARKERS
from mypy_plugin.weaving.sites import Question, Site
from mypy_plugin.weaving.statements import Owner, Position, owners
from mypy_plugin.weaving.weaver import weave

T = TypeVar("T")


class DependsPlugin(Plugin):
    """Proves `Depends` before the code runs."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._trees: dict[str, MypyFile] = {}
        self._sites: dict[str, dict[CallExpr, Site]] = {}
        self._owners: dict[str, dict[Position, Owner]] = {}
        self._asked: dict[str, set[str]] = {}
        self._modules_seen = 0
        self._function_hooks: dict[str, Callable[[FunctionContext], Type]] = {
            PROBE: self._answer_probe,
            **dict.fromkeys(TYPED_MARKERS, _any),
        }

    # See

    def get_additional_deps(self, file: MypyFile) -> list[tuple[int, str, int]]:
        """Weave a freshly parsed tree; mypy shows it before analysing it."""
        if file.defs and getattr(file, "raw_data", None) is None:
            self._weave(file)
        return []

    def get_type_analyze_hook(self, fullname: str) -> Callable[[AnalyzeTypeContext], Type] | None:
        """Weave what mypy has parsed without showing it.

        It does not show unchanged files that must be checked again, nor anything in a
        parallel worker. The first type mypy analyses in any module is the `str` of its
        `__name__`, before the module's own first statement.
        """
        if (
            fullname == "builtins.str"
            and self._modules is not None
            and len(self._modules) != self._modules_seen
        ):
            known = self._modules_seen if len(self._modules) > self._modules_seen else 0
            self._modules_seen = len(self._modules)
            for file in list(islice(self._modules.values(), known, None)):
                if file.defs:
                    self._weave(file)
        return None

    def _weave(self, file: MypyFile) -> None:
        name = file.fullname
        if self._trees.get(name) is file or name.partition(".")[0] in FRAMEWORKS:
            return
        self._trees[name] = file
        self._owners.pop(name, None)
        self._sites[name] = self._guarded(
            lambda: weave(file, self.options, self._asked.get(name, ())), {}
        )

    # Judge

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """Look the hook up in the table."""
        return self._function_hooks.get(fullname)

    def _answer_probe(self, context: FunctionContext) -> Type:
        checker = context.api
        if not isinstance(checker, TypeChecker) or not isinstance(context.context, CallExpr):
            return context.default_return_type
        site = self._sites.get(checker.tree.fullname, {}).get(context.context)
        if site is None:
            return context.default_return_type
        asked = context.args[0][0]
        return self._guarded(lambda: self._answer(checker, site, asked), _any(context))

    def _answer(self, checker: TypeChecker, site: Site, asked: Any) -> Type:
        judge = Judge(checker, self._owners_of(checker.tree), self._asked)
        match site.question:
            case Question.MARKER:
                judge.judge_marker(asked, site)
            case Question.VARIABLE:
                judge.judge_variable(asked, site)
            case Question.REMEMBER:
                provided = judge.provided_by(asked)
                if provided is not None:
                    return TupleType([provided], checker.named_type("builtins.tuple"))
            case Question.RESOLVE:
                pass
        return AnyType(TypeOfAny.special_form)

    def _owners_of(self, tree: MypyFile) -> dict[Position, Owner]:
        found = self._owners.get(tree.fullname)
        if found is None:
            found = self._owners[tree.fullname] = owners(tree)
        return found

    # Remember

    def get_additional_indirect_deps(self, file: MypyFile) -> set[str]:
        """Forget a module that mypy is done with; only the daemon will come back to it.

        mypy calls this after checking a module, from 2.4 on.
        """
        if not self.options.fine_grained_incremental:
            self._sites.pop(file.fullname, None)
            self._owners.pop(file.fullname, None)
        return set()

    def report_config_data(self, ctx: ReportConfigContext) -> str:
        """Let mypy's cache depend on every file of the plugin."""
        return config.digest()

    def _guarded(self, work: Callable[[], T], otherwise: T) -> T:
        try:
            return work()
        except Exception:
            if self.options.show_traceback:
                raise
            return otherwise


def _any(context: FunctionContext) -> Type:
    """Leave the default `x: T = Depends(f)` to `depends-type`, not to `assignment`."""
    return AnyType(TypeOfAny.special_form)


def plugin(version: str) -> type[Plugin]:
    """Give mypy the plugin (mypy's entry point)."""
    return DependsPlugin
