"""Which routes a path can reach at all, so that not every pattern is tried on every request.

Starlette tries all routes in order. Here a path that is literal is a key, and of one that is
not the folders before its first placeholder; what they lead to is tried in the same order, by
the routes' own `matches`. Left out is only what could not have matched. A route whose class
matches in its own way is never left out.
"""

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter, is_
from typing import Final, TypeGuard

from starlette._utils import get_route_path
from starlette.datastructures import URL
from starlette.routing import BaseRoute, Match, Mount, Route, WebSocketRoute
from starlette.types import Scope

from typed_depends.web.pattern import Patterned

_pattern: Final = attrgetter("path_regex")
_MATCHES: Final = (Route.matches, WebSocketRoute.matches, Mount.matches)


class RouteIndex:
    """The routes of one router, as they stood when it was made."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = list(routes)
        self._replacements = Patterned.replacements
        # Where nobody counts how often a pattern was replaced.
        self._plain = [
            one for one in routes if _matches_as_usual(one) and not isinstance(one, Patterned)
        ]
        self._plain_patterns = list(map(_pattern, self._plain))
        self._literal: dict[str, list[int]] = {}
        by_folder: dict[str, list[int]] = {"": []}
        for place, route in enumerate(routes):
            start, whole = _start(route)
            if whole:
                self._literal.setdefault(start, []).append(place)
            else:
                by_folder.setdefault(start[: start.rfind("/") + 1], []).append(place)
        self._by_folder = {
            folder: tuple(
                sorted(place for one in _folders(folder) for place in by_folder.get(one, ()))
            )
            for folder in by_folder
        }
        self._longest = max(map(len, by_folder))
        self._by_path: dict[str, tuple[int, ...]] = {}

    def is_of(self, routes: Sequence[BaseRoute]) -> bool:
        """Tell whether these are the routes still."""
        return (
            self._routes == routes
            and self._replacements == Patterned.replacements
            and (not self._plain or all(map(is_, map(_pattern, self._plain), self._plain_patterns)))
        )

    def find(self, scope: Scope) -> tuple[BaseRoute, Scope] | None:
        """Return the route of a connection, and what it says of it.

        It is the first that matches or, if there is none, the first that does but for the method.
        """
        partial = None
        for place in self.places(get_route_path(scope)):
            route = self._routes[place]
            match, said = route.matches(scope)
            if match is Match.FULL:
                return route, said
            if match is Match.PARTIAL and partial is None:
                partial = route, said
        return partial

    def with_other_slash(self, scope: Scope) -> str | None:
        """Return the address, with a slash more or less at its end, that a route would match."""
        path = get_route_path(scope)
        if scope["type"] != "http" or path == "/":
            return None
        whole = scope["path"]
        other = {**scope, "path": whole.rstrip("/") if path.endswith("/") else whole + "/"}
        return None if self.find(other) is None else str(URL(scope=other))

    def places(self, path: str) -> tuple[int, ...]:
        """Return where the routes stand that may match `path`, in order."""
        found = self._by_path.get(path)
        if found is not None:
            return found
        # The end of a pattern matches before a last line break, too.
        path = path.removesuffix("\n")
        known = path[: self._longest]  # a path may have slashes by the thousand
        others = self._by_folder[next(one for one in _folders(known) if one in self._by_folder)]
        literal = self._literal.get(path)
        if literal is None:
            return others
        found = self._by_path[path] = tuple(sorted((*literal, *others)))
        return found


def _matches_as_usual(route: BaseRoute) -> TypeGuard[Route | WebSocketRoute | Mount]:
    return isinstance(route, (Route, WebSocketRoute, Mount)) and type(route).matches in _MATCHES


def _start(route: BaseRoute) -> tuple[str, bool]:
    """Return what every path begins with that a route can match, and whether that is all."""
    if not _matches_as_usual(route):
        return "", False
    if isinstance(route, Patterned) and (literal := route.literal) is not None:
        return literal, True
    if route.path_regex.flags & re.IGNORECASE or "\n" in route.path_format:
        return "", False
    start, parameter, _ = route.path_format.partition("{")
    pattern = f"^{re.escape(start)}"
    if not route.path_regex.pattern.startswith(pattern):
        return "", False
    return start, not parameter and route.path_regex.pattern == f"{pattern}$"


def _folders(path: str) -> Iterator[str]:
    """Yield what a path begins with, up to each of its slashes, the longest first; then `""`."""
    end = len(path)
    while (end := path.rfind("/", 0, end)) >= 0:
        yield path[: end + 1]
    yield ""
