"""Keys for the values that live as long as the application.

The same provider over the same providers has one key in the whole process, so that every
program, those of mounted applications too, names one value, and an override elsewhere
does not set it up again. Keys live as long as the programs that use them.
"""

from collections.abc import Hashable
from threading import Lock
from weakref import WeakValueDictionary


class HeldKey:
    """Stands for one value; compared by identity."""

    __slots__ = ("__weakref__", "what")

    def __init__(self, what: Hashable) -> None:
        self.what = what  # keeps alive what the key is known by


_known: WeakValueDictionary[Hashable, HeldKey] = WeakValueDictionary()
_lock = Lock()


def held_key(*what: Hashable) -> HeldKey:
    """Return the key that stands for `what`."""
    with _lock:
        key = _known.get(what)
        if key is None:
            key = _known[what] = HeldKey(what)
        return key
