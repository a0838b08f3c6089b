"""What mypy's hooks do, as tables by the full name of what is called.

Loaded when mypy first looks at code, so that a run in which nothing has changed does not
wait for it. A mistake inside the plugin is told on standard error and costs one verdict,
never mypy's own output.
"""

from collections.abc import Callable
from typing import Any, Final

from mypy.options import Options
from mypy.plugin import (
    FunctionContext,
    FunctionSigContext,
    MethodContext,
    MethodSigContext,
)
from mypy.types import FunctionLike, Type

from mypy_plugin.hooks.lists import LISTING, ListHooks, may_list, may_make_router
from mypy_plugin.hooks.lookup import Table
from mypy_plugin.hooks.markers import MarkerHooks
from mypy_plugin.hooks.modules import Modules
from mypy_plugin.hooks.overrides import OverrideHooks, may_override
from mypy_plugin.hooks.probes import ProbeHooks
from mypy_plugin.hooks.routes import RouteHooks, may_route
from mypy_plugin.hooks.streams import StreamHooks, may_be_sent
from mypy_plugin.names import (
    ADDING_TASKS,
    BACKGROUND_TASK,
    HANDLERS,
    MARKERS,
    OVERRIDING,
    OVERRIDING_CALLS,
    PROBE,
    ROUTERS,
    TABLES,
)
from mypy_plugin.places import Places
from mypy_plugin.report import Guard
from mypy_plugin.standing import Standing

_METHODS: Final = frozenset(
    {"override", "__init__"}
    | LISTING
    | {name.rpartition(".")[2] for name in OVERRIDING | ADDING_TASKS}
)
"""The names of all methods that a hook is for."""


class Hooks:
    """The hooks by the full name of what they are for."""

    def __init__(
        self, options: Options, places: Places, standing: Standing, guarded: Guard
    ) -> None:
        self.options = options
        self.modules = Modules(options, places, standing, guarded)
        markers = MarkerHooks(self.modules, guarded)
        self._overrides = OverrideHooks(self.modules.judge, guarded)
        self._lists = ListHooks(self.modules.judge, guarded)
        self._routes = RouteHooks(self.modules.judge, guarded)
        probes = ProbeHooks(
            self.modules, markers, self._overrides, self._lists, self._routes, guarded
        )
        self._streams = StreamHooks(self.modules.judge, guarded)
        self.functions = Table[Callable[[FunctionContext], Type]](
            _is_any,
            self._function,
            self._classes_stay,
            {
                PROBE: probes.answer,
                **dict.fromkeys(MARKERS, markers.give_type),
                **dict.fromkeys(OVERRIDING_CALLS, self._overrides.judge_call),
                **dict.fromkeys(ROUTERS, self._lists.judge_call),
                **dict.fromkeys(HANDLERS, self._routes.judge_handler),
                BACKGROUND_TASK: self._streams.judge_task,
            },
        )
        self.signatures = Table[Callable[[FunctionSigContext], FunctionLike]](
            _is_of_class,
            self._signature,
            self._classes_stay,
            {
                PROBE: probes.hold_back,
                **dict.fromkeys(MARKERS, markers.take_any),
                **dict.fromkeys(OVERRIDING_CALLS, self._overrides.take_any),
                **dict.fromkeys(ROUTERS, self._lists.take_any),
            },
        )
        self.methods = Table(_METHODS.__contains__, self._method, self._classes_stay)
        self.method_signatures = Table(
            _METHODS.__contains__, self._method_signature, self._classes_stay
        )
        self.attributes = dict.fromkeys(TABLES, self._overrides.judge_table)
        self.look_ups: dict[str, Callable[[str], Any]] = {
            "get_function_hook": self.functions.__getitem__,
            "get_function_signature_hook": self.signatures.__getitem__,
            "get_method_hook": self.methods.__getitem__,
            "get_method_signature_hook": self.method_signatures.__getitem__,
            "get_attribute_hook": self.attributes.get,
        }

    def _classes_stay(self) -> bool:
        """Tell whether a class has the bases it will have; the daemon may give it others."""
        return bool(self.modules.all) and not self.options.fine_grained_incremental

    def _function(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """Give what judges a call of a function or a class."""
        if not _is_of_class(fullname.rpartition(".")[2]):
            return self._overrides.judge_setter if self.modules.may_set(fullname) else None
        if may_make_router(fullname, self.modules.all):
            return self._lists.judge_call
        return self._streams.judge_response if may_be_sent(fullname, self.modules.all) else None

    def _signature(self, fullname: str) -> Callable[[FunctionSigContext], FunctionLike] | None:
        """Take mypy's place where a router is given what is no marker."""
        return self._lists.take_any if may_make_router(fullname, self.modules.all) else None

    def _method(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Give what may override a provider, serve an endpoint or add a background task."""
        if may_override(fullname, self.modules.all):
            return self._overrides.judge_call
        if may_route(fullname, self.modules.all):
            return self._judge_route
        if may_list(fullname, self.modules.all):
            is_inclusion = fullname.endswith(".include_router")
            return self._judge_inclusion if is_inclusion else self._lists.judge_call
        return self._streams.judge_task if fullname in ADDING_TASKS else None

    def _method_signature(self, fullname: str) -> Callable[[MethodSigContext], FunctionLike] | None:
        """Take mypy's place where an override names no provider."""
        if may_override(fullname, self.modules.all):
            return self._overrides.take_any
        return self._lists.take_any if may_list(fullname, self.modules.all) else None

    def _judge_inclusion(self, context: MethodContext) -> Type:
        """Judge what is listed where a router is included, and what it adds to the routes."""
        self._lists.judge_call(context)
        return self._routes.judge_inclusion(context)

    def _judge_route(self, context: MethodContext) -> Type:
        """Judge a route, and what is listed beside it."""
        self._lists.judge_call(context)
        return self._routes.judge_call(context, may_wait=self.modules.may_wait(context.api))


def _is_any(name: str) -> bool:
    """Tell that a function of any name may write into a table of overrides."""
    return True


def _is_of_class(name: str) -> bool:
    """Tell whether a name may be that of an application, a router or a response."""
    return name[:1].isupper()
