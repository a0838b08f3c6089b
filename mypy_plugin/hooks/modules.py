"""The modules that are being checked: what is woven into each, read from it, and its judge."""

from collections.abc import Collection
from typing import Final, NamedTuple

from mypy.checker import TypeChecker
from mypy.nodes import CallExpr, Expression, MypyFile, SymbolTable
from mypy.options import Options
from mypy.plugin import CheckerPluginInterface

from mypy_plugin.applications.setters import knows_application, setters
from mypy_plugin.dependants.read import Read
from mypy_plugin.dependants.reading import read_tree
from mypy_plugin.judging import Judge
from mypy_plugin.judging_alike import RollCall
from mypy_plugin.ledger import enter_facts, entries_of, keeps_facts
from mypy_plugin.names import LEDGER, SETS
from mypy_plugin.places import Places
from mypy_plugin.report import Guard
from mypy_plugin.sharing import Shared
from mypy_plugin.standing import Standing
from mypy_plugin.weaving.awaited import await_names, is_followed
from mypy_plugin.weaving.sites import Woven
from mypy_plugin.weaving.statements import Survey
from mypy_plugin.weaving.weaver import weave

NOTHING_WOVEN: Final = Woven()


class _Round(NamedTuple):
    """When the same is asked by the same: mypy makes a scope each time it begins anew."""

    scope: object
    passes: int
    target: str


class Modules:
    """What the hooks know of the modules that mypy has begun with."""

    def __init__(
        self, options: Options, places: Places, standing: Standing, guarded: Guard
    ) -> None:
        self.options = options
        self.all: dict[str, MypyFile] = {}
        self.held_back: dict[CallExpr, Expression] = {}
        self._trees: dict[str, MypyFile] = {}
        self._woven: dict[str, Woven] = {}
        self._reads: dict[str, Read] = {}
        self._filled: dict[str, SymbolTable | None] = {}
        self._surveys: dict[str, Survey] = {}
        self._setters: dict[str, Collection[str]] = {}
        self._asked: dict[str, set[str]] = {}
        self._judge: Judge | None = None
        self._roll: RollCall | None = None
        self._round: _Round | None = None
        self._unfinished = set[str]()
        self._read_now = set[str]()
        self._shared = Shared(self._unfinished, standing)
        self._places = places
        self._guarded = guarded

    # See

    def weave(self, file: MypyFile, modules: dict[str, MypyFile]) -> None:
        """Put the questions into a tree that mypy begins to analyse."""
        self.all = modules
        name = file.fullname
        if self._trees.get(name) is not file:
            self._trees[name] = file
            self._unfinished.add(name)
            self._surveys.pop(name, None)
            self._setters.pop(name, None)
            self._reads.pop(name, None)
            if is_followed(self.options):
                self._guarded(lambda: await_names(file), None)
            self._woven[name] = self._guarded(
                lambda: weave(file, modules, self.options, self._asked.get(name, ())), Woven()
            )

    def woven_in(self, checker: TypeChecker) -> Woven:
        """Give the probes of the module being checked."""
        return self._woven.get(checker.tree.fullname, NOTHING_WOVEN)

    def _survey_of(self, tree: MypyFile) -> Survey:
        """Give what stands in a tree; the daemon puts other nodes into it after the weaving."""
        if not self.options.fine_grained_incremental:
            woven = self._woven.get(tree.fullname)
            if woven is not None and woven.survey is not None:
                return woven.survey
        found = self._surveys.get(tree.fullname)
        if found is None:
            found = self._surveys[tree.fullname] = Survey(tree)
        return found

    # Remember

    def read_anew(self, module: str) -> None:
        """Enter what a module asks for into its ledger, now that mypy checks it."""
        read = self._reads.get(module)
        is_old = self.options.fine_grained_incremental and module not in self._read_now
        if read and (is_old or not read.settled):
            del self._reads[module]
        self._read(module)

    def _read(self, module: str) -> Read | None:
        """Read the markers of a tree that is in memory, and enter them into its ledger."""
        woven = self._woven.get(module)
        if woven is None or not woven.sites:
            return None
        in_daemon = self.options.fine_grained_incremental
        read, tree = self._reads.get(module), self._trees[module]
        if read is None:
            survey = self._survey_of(tree)
            read = self._reads[module] = read_tree(tree, woven, survey, self.held_back, self.all)
            self._read_now.add(module)
        elif not in_daemon or entries_of(tree) is self._filled.get(module):
            return read
        enter_facts(tree, read.entries(), self.all)
        self._filled[module] = entries_of(tree)
        return read

    def may_set(self, function: str) -> bool:
        """Tell whether a function of this full name may write into a table of overrides.

        In the daemon it may begin to, and who calls it must hear of that.
        """
        module, _, name = function.rpartition(".")
        tree = self.all.get(module)
        if tree is None or LEDGER not in tree.names:
            return False
        if self.options.fine_grained_incremental:
            return knows_application(tree)
        return keeps_facts(tree, f"{name}.{SETS}") or name in self._setters_in(module)

    def _setters_in(self, module: str) -> Collection[str]:
        """Name the setters of a module that mypy is not done with: its ledger may have none yet."""
        if module not in self._woven:
            return ()
        if module not in self._setters:
            tree = self._trees[module]
            self._setters[module] = {name for name, _ in setters(tree)}
        return self._setters[module]

    # Judge

    def judge(self, checker: TypeChecker) -> Judge:
        """Give the judge of the module being checked.

        The daemon must be told by each function what it asks for, whenever it comes by; so
        there nothing that was found for one function is kept for another.
        """
        round_ = None
        if self.options.fine_grained_incremental:
            target = checker.tscope.current_target()
            round_ = _Round(checker.scope, checker.pass_num, target)
        if self._judge is None or self._judge.checker is not checker or self._round != round_:
            if round_ is None or self._round is None or self._round.scope is not round_.scope:
                self._read_now.clear()
            self._round = round_
            self._judge = Judge(
                checker,
                self.woven_in(checker),
                self._survey_of(checker.tree),
                self._asked,
                self._read,
                self._places.line_of,
                self._shared,
            )
        return self._judge

    def may_wait(self, checker: CheckerPluginInterface) -> bool:
        """Tell whether a probe at the end of the module being checked asks once more."""
        return (
            not self.options.fine_grained_incremental
            and isinstance(checker, TypeChecker)
            and bool(self.woven_in(checker).plain)
        )

    def roll(self, checker: TypeChecker) -> RollCall:
        """Give what is known of alike markers in the module being checked."""
        judge = self.judge(checker)
        if self._roll is None or self._roll.judge is not judge:
            self._roll = RollCall(judge)
        return self._roll

    # Forget

    def forget(self, module: str) -> None:
        """Forget a module that mypy is done with."""
        self._unfinished.discard(module)
        self._woven.pop(module, None)
        self._surveys.pop(module, None)
        self._setters.pop(module, None)
        self._reads.pop(module, None)
        self._filled.pop(module, None)
        self._judge = self._roll = None
