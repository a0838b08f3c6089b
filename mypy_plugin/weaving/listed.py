"""Put probes into lists of dependencies, where mypy alone would not ask the plugin.

In the daemon every marker of a list is asked again by itself; and of what is no marker in
the list of `super().__init__(dependencies=[...])` mypy has no hook to tell.
"""

from mypy.nodes import CallExpr, Expression, ListExpr, SuperExpr, TupleExpr

from mypy_plugin.weaving.bindings import Bindings, dotted_name
from mypy_plugin.weaving.loom import Loom


class Lists:
    """The lists of one module's dependencies."""

    def __init__(self, bindings: Bindings, loom: Loom, *, in_daemon: bool) -> None:
        self._bindings = bindings
        self._loom = loom
        self._in_daemon = in_daemon

    def see_call(self, call: Expression) -> None:
        """See what stands in `dependencies=[...]` of a call."""
        if isinstance(call, CallExpr) and "dependencies" in call.arg_names:
            listed = call.args[call.arg_names.index("dependencies")]
            self.see_items(listed)
            callee = call.callee
            if isinstance(callee, SuperExpr) and callee.name == "__init__":
                self._see_strays(listed)

    def see_items(self, listed: Expression) -> None:
        """Put probes around listed markers, for the daemon: mypy checks them by itself."""
        if self._in_daemon and isinstance(listed, ListExpr | TupleExpr):
            for index, item in enumerate(listed.items):
                if self._is_marker_call(item):
                    listed.items[index] = self._loom.wrap_listed(item)

    def _see_strays(self, listed: Expression) -> None:
        if isinstance(listed, ListExpr | TupleExpr):
            for index, item in enumerate(listed.items):
                if item not in self._loom.woven.sites and not self._is_marker_call(item):
                    listed.items[index] = self._loom.wrap_item(item)

    def _is_marker_call(self, expression: Expression) -> bool:
        return isinstance(expression, CallExpr) and self._bindings.is_marker(
            dotted_name(expression.callee) or ""
        )
