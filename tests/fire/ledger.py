"""Who was entered and who was left. Both must have happened exactly once."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count


class Ledger:
    """The events of all providers in one process, from whatever thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count()
        self._open: dict[int, str] = {}
        self._entered: Counter[str] = Counter()
        self.twice: list[str] = []
        self.collected: list[str] = []
        self.outliving: list[str] = []

    @contextmanager
    def entered(self, name: str, *, may_be_closed: bool = False) -> Iterator[None]:
        """Stand around the `yield` of a provider.

        A provider that is closed was not left but forgotten, and collected as garbage. Only a
        stream `may_be_closed`.
        """
        number = self.enter(name)
        try:
            yield
        except GeneratorExit:
            if not may_be_closed:
                self.collected.append(name)
            raise
        finally:
            self.leave(number, name)

    def enter(self, name: str) -> int:
        """Note that a provider was entered; return the number to leave it with."""
        with self._lock:
            number = next(self._numbers)
            self._open[number] = name
            self._entered[name] += 1
            return number

    def leave(self, number: int, name: str) -> None:
        """Note that a provider was left."""
        with self._lock:
            if self._open.pop(number, None) is None:
                self.twice.append(name)

    def outlived(self, name: str) -> None:
        """Note who is still entered while `name`, which holds for all of them, is left."""
        self.outliving += sorted(self.open().keys() - {name})

    def open(self) -> dict[str, int]:
        """Return how many are entered and not left, by name."""
        with self._lock:
            return dict(Counter(self._open.values()))

    def all(self) -> dict[str, int]:
        """Return how many were ever entered, by name."""
        with self._lock:
            return dict(self._entered)


LEDGER = Ledger()
