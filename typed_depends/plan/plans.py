"""The plans of one endpoint: one for each set of overrides, compiled once.

FastAPI reads every overridden dependency again on every request; here a set of overrides
is a key. Knows graphs and programs; nothing of requests.
"""

import warnings
from collections.abc import Callable, Collection, Hashable, Sequence
from functools import cached_property
from typing import Any

from typed_depends.errors import DependencyError, UnreadScopesWarning, raise_together
from typed_depends.graph.build import Sources, build_graph
from typed_depends.graph.check import find_mistakes
from typed_depends.graph.node import Graph
from typed_depends.graph.overrides import NONE, OverrideSet, find_misfits
from typed_depends.graph.shared import SharedNodes
from typed_depends.plan.compile import compile_graph
from typed_depends.plan.emit.emitter import Purpose, emit
from typed_depends.plan.program import HeldStep, Program
from typed_depends.reading.reader import Reader
from typed_depends.reading.recent import Recent

# Tests override with a new closure each time; old sets must not pile up.
_REMEMBERED_SETS = 16


class Plan:
    """A graph, its program, and the mistakes that keep it from running."""

    def __init__(
        self, graph: Graph, mistakes: tuple[DependencyError, ...], overrides: OverrideSet
    ) -> None:
        self.graph = graph
        self.mistakes = mistakes
        self.overrides = overrides

    @cached_property
    def program(self) -> Program:
        """The program, compiled when it is first asked for."""
        return compile_graph(self.graph)

    @property
    def held(self) -> tuple[HeldStep, ...]:
        """What it needs that lives as long as the application."""
        return self.program.held if "lifespan" in self.graph.endpoint.below.scopes else ()

    @property
    def source(self) -> str:
        """The program as Python source, as it runs. Raises the mistakes if there are any."""
        return emit(self.sound(), Purpose.FINISH).source

    def sound(self) -> Program:
        """Return the program. Raises the mistakes if there are any."""
        raise_together(self.mistakes)
        return self.program


class Plans:
    """What one endpoint needs, under any set of overrides."""

    def __init__(
        self,
        endpoint: Callable[..., Any],
        *,
        dependencies: Sequence[Any] = (),
        sources: Sources,
        reader: Reader,
        placeholders: Collection[str] = (),
        without: Collection[str] = (),
        shared: SharedNodes | None = None,
    ) -> None:
        self._shared = shared
        self._endpoint = endpoint
        self._dependencies = tuple(dependencies)
        self._sources = sources
        self._reader = reader
        self._placeholders = placeholders
        self._without = without
        self._base: Plan | None = None

    @cached_property
    def _overridden(self) -> Recent[OverrideSet, Plan]:
        return Recent(_REMEMBERED_SETS)

    def under(self, overrides: OverrideSet) -> Plan:
        """Return the plan under `overrides`, made at the first call."""
        if not overrides:
            if self._base is None:
                self._base = self._make(NONE)
            return self._base
        return self._overridden.get_or_make(overrides, lambda: self._make(overrides))

    def read_again(self) -> None:
        """Forget a plan with mistakes: a name defined further down may exist by now."""
        if self._base is not None and self._base.mistakes:
            self._base = None

    def uses(self) -> set[Hashable]:
        """Return the keys of all providers in the endpoint's own graph."""
        return {node.key.call for node in self.under(NONE).graph.nodes()}

    def _make(self, overrides: OverrideSet) -> Plan:
        built = build_graph(
            self._endpoint,
            reader=self._reader,
            sources=self._sources,
            dependencies=self._dependencies,
            without=self._without,
            overrides={
                key: replacement
                for key, replacement in overrides.by_key().items()
                if callable(replacement)
            },
            shared=self._shared,
        )
        misfits: tuple[DependencyError, ...] = ()
        if overrides:
            used = {node.key.call for node in built.graph.nodes()}
            misfits = tuple(
                find_misfits(overrides, self._reader, used=used, placeholders=self._placeholders)
            )
        # A misfit explains what else went wrong under it.
        mistakes = misfits or find_mistakes(built)
        for doubt in built.doubts:
            warnings.warn(str(doubt), UnreadScopesWarning, stacklevel=2)
        return Plan(built.graph, mistakes, overrides)
