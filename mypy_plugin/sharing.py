"""Answers that hold for every module of a run, with what they rest on.

What lies below a provider is the same whoever asks, once its module is done. But each
module that asks must be checked again when the answer changes: with an answer is kept
which modules were looked at for it. In the daemon, where answers change, one holds while
mypy checks one module, and with it is kept which changes make mypy come back.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from mypy.checker import TypeChecker

T = TypeVar("T")


class _Kept(NamedTuple):
    """An answer; `asked_in` is the module it is of, if that was not done yet."""

    answer: Any
    looked_at: frozenset[str]
    asked_in: str
    triggers: frozenset[str]


class _Looked(NamedTuple):
    """What was looked at for one answer."""

    modules: set[str]
    triggers: dict[str, set[str]]


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
    """The answers kept so far; `is_done` says whether mypy is through with a module."""

    def __init__(self, is_done: Callable[[str], bool]) -> None:
        self._is_done = is_done
        self._kept: dict[Hashable, _Kept] = {}
        self._round: object = None

    def answer(
        self,
        checker: TypeChecker,
        question: Hashable,
        work: Callable[[], T],
        *,
        is_settled: bool = False,
    ) -> T:
        """Give what `work` gives, or gave before, to a question of the module being checked.

        `is_settled` says that nothing in that module will change the answer any more.
        """
        in_daemon = checker.options.fine_grained_incremental
        if in_daemon:
            self._forget_other_rounds(checker)
        kept = self._kept.get(question)
        if kept is not None and (in_daemon or not kept.asked_in or self._is_done(kept.asked_in)):
            checker.module_refs |= kept.looked_at
            if kept.triggers:
                _wait_for(checker, kept.triggers)
            return kept.answer  # type: ignore[no-any-return]
        with _looking(checker) as looked:
            answer = work()
        own = checker.tree.fullname
        if all(self._stays(module, own, in_daemon, is_settled) for module in looked.modules):
            asked_in = own if is_settled and own in looked.modules else ""
            self._kept[question] = _Kept(
                answer, frozenset(looked.modules), asked_in, frozenset(looked.triggers)
            )
        return answer

    def _stays(self, module: str, own: str, in_daemon: bool, is_settled: bool) -> bool:
        if module == own:
            return is_settled
        return in_daemon or self._is_done(module)

    def _forget_other_rounds(self, checker: TypeChecker) -> None:
        """Forget what was found before mypy began with the module being checked."""
        round_ = (checker, checker.scope, checker.pass_num)
        if self._round != round_:
            self._round = round_
            self._kept.clear()


@contextmanager
def _looking(checker: TypeChecker) -> Iterator[_Looked]:
    """Note what is looked at meanwhile, in addition to what mypy is told of it."""
    tree = checker.tree
    modules, triggers = checker.module_refs, tree.plugin_deps
    looked = _Looked(set(), {})
    checker.module_refs, tree.plugin_deps = looked
    try:
        yield looked
    finally:
        modules |= looked.modules  # in place: it may be what somebody else notes
        checker.module_refs = modules
        tree.plugin_deps = triggers
        for trigger, targets in looked.triggers.items():
            triggers.setdefault(trigger, set()).update(targets)


def _wait_for(checker: TypeChecker, triggers: frozenset[str]) -> None:
    target, waiting = checker.tscope.current_target(), checker.tree.plugin_deps
    for trigger in triggers:
        waiting.setdefault(trigger, set()).add(target)
