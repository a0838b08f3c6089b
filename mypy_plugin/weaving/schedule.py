"""When to weave which tree: after its imports are analysed, before it is itself.

mypy shows a plugin the trees it parses (`get_additional_deps`), all of them before
it analyses any, but not the unchanged files it must check again, nor anything in a
parallel worker. So trees wait here until mypy has prepared them for analysis, which
puts `__builtins__` among their names. The first type it analyses in any module is
then the `str` of its `__name__`, ahead of the module's own first statement: that is
when the plugin asks.
"""

from itertools import islice

from mypy.nodes import MypyFile
from mypy.plugin import Plugin

from mypy_plugin.names import FRAMEWORKS
from mypy_plugin.weaving.bindings import imports_family, is_installed

TELLS_WHEN_DONE = hasattr(Plugin, "get_additional_indirect_deps")
"""Since 2.4 mypy calls the plugin after each module, so something new may be ready."""


class Schedule:
    """The trees that wait to be woven."""

    def __init__(self) -> None:
        self._waiting: dict[str, MypyFile] = {}
        self._known = 0
        self._may_be_ready = True

    def add(self, file: MypyFile) -> None:
        """Let a parsed tree wait until mypy prepares it."""
        if file.fullname.partition(".")[0] not in FRAMEWORKS and (
            not is_installed(file) or imports_family(file)
        ):
            self._waiting[file.fullname] = file
        self._may_be_ready = True

    def look_again(self) -> None:
        """Say that mypy is done with some module and may begin with others."""
        self._may_be_ready = True

    def take_ready(self, modules: dict[str, MypyFile]) -> list[MypyFile]:
        """Give the trees that mypy has prepared and not analysed yet, each once."""
        if len(modules) != self._known:
            self._notice_new(modules)
        elif not self._may_be_ready and TELLS_WHEN_DONE:
            return []
        self._may_be_ready = False
        ready = [file for file in self._waiting.values() if "__builtins__" in file.names]
        for file in ready:
            del self._waiting[file.fullname]
        return ready

    def _notice_new(self, modules: dict[str, MypyFile]) -> None:
        """Let the parsed trees wait that mypy did not show; a cached one has no statements."""
        known = self._known if len(modules) > self._known else len(modules)
        self._known = len(modules)
        for file in islice(modules.values(), known, None):
            if file.defs:
                self.add(file)
