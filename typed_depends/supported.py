"""The oldest Starlette the runtime works with, and what is said of an older one.

The package may be installed beside any: a FastAPI project that is held to an older one has
its code checked all the same, and nothing exchanged under it. Imports nothing.
"""

OLDEST_STARLETTE = "1.6"


class OldStarletteError(ImportError):
    """Raised when the runtime is imported beside a Starlette that is too old for it."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found

    def __str__(self) -> str:
        return (
            f"the runtime of typed_depends needs Starlette {OLDEST_STARLETTE} or newer, and here "
            f"is {self.found}. The mypy plugin and `typed-depends check` work beside any; for the "
            f'rest: pip install "starlette>={OLDEST_STARLETTE}"'
        )
