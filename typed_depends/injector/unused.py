"""Overrides of an injector that nothing could ever use, told when the injector is gone.

An application knows all its graphs when it starts. An injector meets them one by one, with
each function it is given, and may be opened again; so what it overrides in vain is known
only when nobody can give it a function any more.
"""

import warnings
from collections.abc import Callable, Hashable
from typing import Any

from typed_depends.errors import UnusedOverrideWarning
from typed_depends.graph.node import call_key
from typed_depends.graph.overrides import OverrideSet, Provider, find_unused, providers_below
from typed_depends.reading.recent import Recent
from typed_depends.resolve.wiring import Wiring

# Closures that come and go must not pile up.
_REMEMBERED = 1024


class UnusedOverrides:
    """What one injector was given to call, and what it was told to override."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._functions: Recent[int, Callable[..., Any]] = Recent(_REMEMBERED)
        self._local: Recent[Hashable, tuple[Hashable, Provider, Any]] = Recent(_REMEMBERED)

    def given(self, function: Callable[..., Any]) -> None:
        """Remember that `function` is called by the injector, or was adopted with it."""
        self._functions.get_or_make(id(function), lambda: function)

    def overridden(self, original: Provider, replacement: Any) -> None:
        """Remember an override that counts in one block."""
        item = (call_key(original), original, replacement)
        self._local.get_or_make(call_key(original), lambda: item)

    def warn(self) -> None:
        """Warn of every override of what no function depends on.

        Says nothing if there was no function, or if there were too many to remember.
        """
        functions = self._functions.values()
        if not 0 < len(functions) < _REMEMBERED:
            return
        # Nothing is planned here: this may run at any moment, while others hold locks.
        reader = self._wiring.reader
        known: dict[Hashable, Provider] = {}
        for function in functions:
            known.update(providers_below(function, reader))
        table = self._wiring.overrides.in_force_for_all()
        for mistake in find_unused(OverrideSet((*table, *self._local.values())), known, reader):
            warnings.warn(str(mistake), UnusedOverrideWarning, stacklevel=2)
