"""Answers that hold for every module of a run, with what they rest on.

What lies below a provider is the same whoever asks, once its module is done. But each
module that asks must be checked again when the answer changes: with an answer is kept
which modules were looked at for it. In the daemon, where answers change, one holds until an
edit may move a module it rests on, and with it is kept which changes make mypy come back.
"""

from collections.abc import Callable, Hashable, Set
from typing import Any, TypeVar

from mypy.checker import TypeChecker

from mypy_plugin.standing import Standing

T = TypeVar("T")


class _Kept:
    """An answer; `asked_in` is the module it is of, if that was not done yet."""

    __slots__ = ("answer", "asked_in", "looked_at", "triggers")

    def __init__(
        self, answer: Any, looked_at: frozenset[str], asked_in: str, triggers: frozenset[str]
    ) -> None:
        self.answer = answer
        self.looked_at = looked_at
        self.asked_in = asked_in
        self.triggers = triggers


def noting(checker: TypeChecker, work: Callable[[], T]) -> tuple[T, frozenset[str]]:
    """Give what `work` gives, and the modules that were looked at for it.

    Whoever keeps an answer keeps these with it: who asks again must rest on them too.
    """
    before, looked_at = checker.module_refs, set[str]()
    checker.module_refs = looked_at
    try:
        answer = work()
    finally:
        before |= looked_at  # in place: it may be what somebody else notes
        checker.module_refs = before
    return answer, frozenset(looked_at)


class Shared:
    """The answers kept so far.

    `unfinished` are the modules mypy has begun with and is not through with, `standing` says
    which modules the daemon may change.
    """

    def __init__(self, unfinished: Set[str], standing: Standing) -> None:
        self._standing = standing
        self._unfinished = unfinished
        self._kept: dict[Hashable, _Kept] = {}
        self._of_round: dict[Hashable, _Kept] = {}
        self._round: object = None
        self._version = 0
        self._within = 0
        self._waiting: object = None
        self._told: dict[str, set[str]] = {}

    def answer(
        self,
        checker: TypeChecker,
        question: Hashable,
        work: Callable[[], T],
        *,
        is_settled: bool = False,
        or_known: Hashable = None,
    ) -> T:
        """Give what `work` gives, or gave before, to a question of the module being checked.

        `is_settled` says that nothing in that module will change the answer any more,
        `or_known` is a question whose answer is as good, if it is known and there is one.
        """
        in_daemon = checker.options.fine_grained_incremental
        if in_daemon:
            self._begin_round(checker)
        own = checker.tree.fullname
        kept = self._known(question, own, in_daemon)
        if kept is None and or_known is not None:
            kept = self._known(or_known, own, in_daemon)
            if kept is not None and kept.answer is None:
                kept = None
        if kept is not None:
            checker.module_refs |= kept.looked_at
            if kept.triggers:
                self._wait_for(checker, kept.triggers)
            return kept.answer  # type: ignore[no-any-return]
        tree = checker.tree
        modules, triggers = checker.module_refs, tree.plugin_deps
        looked_at, awaited = set[str](), dict[str, set[str]]()
        checker.module_refs, tree.plugin_deps = looked_at, awaited
        self._within += 1
        try:
            answer = work()
        finally:
            self._within -= 1
            modules |= looked_at  # in place: it may be what somebody else notes
            checker.module_refs = modules
            tree.plugin_deps = triggers
            if awaited:
                self._wait_for(checker, awaited.keys())
        moving = set() if in_daemon else looked_at & self._unfinished
        if (is_settled or own not in looked_at) and moving <= {own}:
            asked_in = own if is_settled and own in looked_at else ""
            kept = _Kept(answer, frozenset(looked_at), asked_in, frozenset(awaited))
            for_now = in_daemon and (asked_in or not self._stands(checker, kept))
            (self._of_round if for_now else self._kept)[question] = kept
        return answer

    def _known(self, question: Hashable, own: str, in_daemon: bool) -> _Kept | None:
        """Give what is known; in the daemon no answer that another module got about `own`.

        Where a marker stands, only its own module is told.
        """
        kept = self._kept.get(question) or self._of_round.get(question)
        if kept is None:
            return None
        if in_daemon:
            return kept if kept.asked_in == own or own not in kept.looked_at else None
        return kept if kept.asked_in not in self._unfinished else None

    def _stands(self, checker: TypeChecker, kept: _Kept) -> bool:
        """Tell whether an answer in the daemon holds until another edit."""
        moved = self._standing.moved(checker.modules)
        return moved is not None and moved.isdisjoint(kept.looked_at)

    def _begin_round(self, checker: TypeChecker) -> None:
        """Forget what does not hold any more, now that mypy begins with a module."""
        round_ = (checker, checker.scope, checker.pass_num)
        if self._round == round_:
            return
        self._round = round_
        self._of_round.clear()
        moved = self._standing.moved(checker.modules)
        if self._version != self._standing.version:
            self._version = self._standing.version
            self._kept = {
                question: kept
                for question, kept in self._kept.items()
                if moved is not None and moved.isdisjoint(kept.looked_at)
            }

    def _wait_for(self, checker: TypeChecker, triggers: Set[str]) -> None:
        """Have the daemon come back for an answer, told once to each target that waits.

        Within another question nothing else waits yet than the target that asks it.
        """
        waiting, target = checker.tree.plugin_deps, checker.tscope.current_target()
        if self._within:
            for trigger in triggers - waiting.keys():
                waiting[trigger] = {target}
            return
        if self._waiting is not waiting:
            self._waiting, self._told = waiting, {}
        told = self._told.setdefault(target, set())
        for trigger in triggers - told:
            waiting.setdefault(trigger, set()).add(target)
        told |= triggers
