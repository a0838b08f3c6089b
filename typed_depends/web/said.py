"""What a decorator said, readable at the route it made."""

from typing import Any


class Said:
    """Something a decorator said: an attribute of a route that stands in its specification.

    As in FastAPI it may be set as well, until the document is made of it.
    """

    def __init__(self, part: str) -> None:
        self._part = part

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, route: Any, owner: type) -> Any:
        return self if route is None else getattr(getattr(route.spec, self._part), self._name)

    def __set__(self, route: Any, value: Any) -> None:
        part = getattr(route.spec, self._part)._replace(**{self._name: value})
        route.spec = route.spec._replace(**{self._part: part})
