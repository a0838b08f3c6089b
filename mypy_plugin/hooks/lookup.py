"""Which hook a full name has, looked up once for each name.

mypy asks for every call, attribute and class in the program.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

Hook = TypeVar("Hook", bound=Callable[..., Any])


class Table(dict[str, Hook | None], Generic[Hook]):
    """Hooks by full name; what is not `known` is looked up, and kept as long as it stays so.

    `may_have_one` tells of most names by their last part that they have no hook.
    """

    def __init__(
        self,
        may_have_one: Callable[[str], bool],
        look_up: Callable[[str], Hook | None],
        stays: Callable[[], bool],
        known: Mapping[str, Hook] | None = None,
    ) -> None:
        super().__init__(known or {})
        self._may_have_one = may_have_one
        self._look_up = look_up
        self._stays = stays

    def __missing__(self, fullname: str) -> Hook | None:
        """Look at a name that is not kept."""
        if not self._may_have_one(fullname.rpartition(".")[2]):
            self[fullname] = None
            return None
        found = self._look_up(fullname)
        if self._stays():
            self[fullname] = found
        return found
