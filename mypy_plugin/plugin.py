"""What mypy calls: when to weave, which hook to take, what to remember in its cache.

See: a tree is woven when mypy begins to analyse it. Judge: a function hook on the
probes. Remember: the plugin's digest in every module's cache. The hooks themselves are
loaded when mypy first has code to look at: most runs find everything in the cache.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from mypy.plugin import Plugin

from mypy_plugin import config
from mypy_plugin.codes import DEPENDS_UNTYPED
from mypy_plugin.families import switch_on
from mypy_plugin.places import Places
from mypy_plugin.report import Guard
from mypy_plugin.standing import Standing
from mypy_plugin.weaving.schedule import TELLS_WHEN_DONE, Schedule

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.nodes import MypyFile
    from mypy.options import Options
    from mypy.plugin import (
        AnalyzeTypeContext,
        AttributeContext,
        FunctionContext,
        FunctionSigContext,
        MethodContext,
        MethodSigContext,
        ReportConfigContext,
    )
    from mypy.types import FunctionLike, Type

    from mypy_plugin.hooks.table import Hooks

_NOTHING: Final[dict[str, Any]] = {}


class DependsPlugin(Plugin):
    """Proves `Depends` before the code runs."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._settings = config.read_settings(options.config_file)
        switch_on(self._settings.families)
        if self._settings.strict and DEPENDS_UNTYPED not in options.disabled_error_codes:
            options.enabled_error_codes.add(DEPENDS_UNTYPED)
        self._schedule = Schedule()
        self._places = Places(options)
        self._standing = Standing()
        self._guarded = Guard(options)
        self._is_loaded = False

    @cached_property
    def _hooks(self) -> Hooks:
        from mypy_plugin.hooks.table import Hooks

        self._is_loaded = True
        hooks = Hooks(self.options, self._places, self._standing, self._guarded)
        for name, look_up in hooks.look_ups.items():
            # From now on mypy looks into the table itself: it asks some 100,000 times.
            setattr(self, name, look_up)
        return hooks

    # See

    def get_additional_deps(self, file: MypyFile) -> list[tuple[int, str, int]]:
        """Let a freshly parsed tree wait to be woven."""
        self._standing.parse(file.fullname)
        if file.defs and getattr(file, "raw_data", None) is None:
            self._look_again()
            self._schedule.add(file)
        return []

    def get_type_analyze_hook(self, fullname: str) -> Callable[[AnalyzeTypeContext], Type] | None:
        """Weave the modules that mypy begins to analyse with this look-up."""
        if fullname == "builtins.str" and self._modules is not None:
            for file in self._schedule.take_ready(self._modules):
                self._hooks.modules.weave(file, self._modules)
            if TELLS_WHEN_DONE and not self.options.fine_grained_incremental:
                # Nothing will be ready before a module is done: mypy asks some 100,000 times.
                self.__dict__["get_type_analyze_hook"] = _NOTHING.get
        return None

    def _look_again(self) -> None:
        """Ask whether something is ready to be woven, now that mypy is done with a module."""
        self.__dict__.pop("get_type_analyze_hook", None)
        self._schedule.look_again()

    # Judge

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """Look the hook up in the table."""
        return self._hooks.functions[fullname]

    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        """Look the hook up in the table."""
        return self._hooks.signatures[fullname]

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Look the hook up in the table."""
        return self._hooks.methods[fullname]

    def get_method_signature_hook(
        self, fullname: str
    ) -> Callable[[MethodSigContext], FunctionLike] | None:
        """Look the hook up in the table."""
        return self._hooks.method_signatures[fullname]

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        """Look the hook up in the table."""
        return self._hooks.attributes.get(fullname)

    # Remember

    def report_config_data(self, ctx: ReportConfigContext) -> str:
        """Let mypy's cache depend on every file of the plugin."""
        self._look_again()
        if not ctx.is_check:
            if not TELLS_WHEN_DONE:
                # Parallel workers write a cache before they look into functions.
                self._guarded(lambda: self._places.keep(ctx.id, more=True), None)
        elif self._places.kept and self._has_moved(ctx.id):
            return "a line of another module has moved"
        return self._digest

    def _has_moved(self, module: str) -> bool:
        return self._guarded(lambda: self._places.has_moved(module), False)

    @cached_property
    def _digest(self) -> str:
        return config.digest(self._settings)

    def get_additional_indirect_deps(self, file: MypyFile) -> set[str]:
        """Forget a module that mypy is done with; only the daemon will come back to it.

        mypy calls this after checking a module, from 2.4 on.
        """
        self._look_again()
        self._standing.check(file.fullname)
        self._guarded(lambda: self._places.keep(file.fullname), None)
        if self._is_loaded and not self.options.fine_grained_incremental:
            self._hooks.modules.forget(file.fullname)
        return set()


def plugin(version: str) -> type[Plugin]:
    """Give mypy the plugin (mypy's entry point)."""
    return DependsPlugin
