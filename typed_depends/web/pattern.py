"""The pattern of a route's path, compiled when a path is first compared with it.

Most paths of an application are literal, and most of those are found by the index of
`typed_depends.web.matching`, without a pattern. A path with placeholders is compiled at once:
it may be wrong.
"""

import re
from collections.abc import Callable
from typing import Any

from starlette.convertors import Convertor
from starlette.routing import Route, compile_path


class Patterned:
    """A route with Starlette's attributes `path_regex`, `path_format` and `param_convertors`.

    `replacements` counts, over all routes, how often somebody has put another pattern in the
    place of a path's own.
    """

    replacements = 0
    path: str
    path_format: str
    param_convertors: dict[str, Convertor[Any]]
    _path_regex: re.Pattern[str] | None = None
    _is_own = False

    def compile(self, path: str) -> None:
        """Take `path`. Raises what Starlette does for a placeholder that is none."""
        self.path = path
        if "{" in path or not path.startswith("/"):
            self._path_regex, self.path_format, self.param_convertors = compile_path(path)
        else:
            self._path_regex, self.path_format, self.param_convertors = None, path, {}

    @property
    def literal(self) -> str | None:
        """The only path that it matches, where nothing but the path was said."""
        if self._is_own or self.param_convertors or "\n" in self.path or "{" in self.path:
            return None
        return self.path

    @property
    def path_regex(self) -> re.Pattern[str]:
        """What a path must match; may be replaced."""
        if self._path_regex is None:
            self._path_regex, _, _ = compile_path(self.path)
        return self._path_regex

    @path_regex.setter
    def path_regex(self, pattern: re.Pattern[str]) -> None:
        self._path_regex = pattern
        self._is_own = True
        Patterned.replacements += 1


class PageRoute(Patterned, Route):
    """A plain route of Starlette's whose pattern is only compiled where it is compared."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self.compile(path)
        self._is_own = False
