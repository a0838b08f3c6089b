"""A memory of bounded size: what was used longest ago is forgotten first.

Readings and plans can be made again at any time, so closures that come and go (a test's
overrides, a worker's tasks) must not pile up. Safe to use from several threads.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """At most `size` values, by key."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def values(self) -> list[V]:
        """Return what is remembered."""
        with self._lock:
            return list(self._values.values())

    def get_or_make(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of `key`, made if it is not there."""
        if key in self._values:
            try:
                self._values.move_to_end(key)
                return self._values[key]
            except KeyError:
                pass  # forgotten by another thread just now
        # Not under the lock: making one value may ask for others.
        value = make()
        with self._lock:
            value = self._values.setdefault(key, value)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value

    def forget(self, unwanted: Callable[[V], bool]) -> None:
        """Forget every value that is `unwanted`."""
        with self._lock:
            for key in [key for key, value in self._values.items() if unwanted(value)]:
                del self._values[key]
