"""Answers that hold for every module of a run, with the modules they rest on.

What lies below a provider is the same whoever asks, once its module is done. But each
module that asks must be checked again when the answer changes: with an answer is kept
which modules were looked at for it. Not in the daemon, where answers change.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from mypy.checker import TypeChecker

T = TypeVar("T")


class _Kept(NamedTuple):
    """An answer; `asked_in` is the module it is of, if that was not done yet."""

    answer: Any
    looked_at: frozenset[str]
    asked_in: str


class Shared:
    """The answers kept so far; `is_done` says whether mypy is through with a module."""

    def __init__(self, is_done: Callable[[str], bool]) -> None:
        self._is_done = is_done
        self._kept: dict[Hashable, _Kept] = {}

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
        kept = self._kept.get(question)
        if kept is not None and (not kept.asked_in or self._is_done(kept.asked_in)):
            checker.module_refs |= kept.looked_at
            return kept.answer  # type: ignore[no-any-return]
        before, looked_at = checker.module_refs, set[str]()
        checker.module_refs = looked_at
        try:
            answer = work()
        finally:
            checker.module_refs = before | looked_at
        own = checker.tree.fullname if is_settled else None
        if not checker.options.fine_grained_incremental and all(
            module == own or self._is_done(module) for module in looked_at
        ):
            asked_in = own if own is not None and own in looked_at else ""
            self._kept[question] = _Kept(answer, frozenset(looked_at), asked_in)
        return answer
