"""The user's mistakes, each a class of its own.

    DependencyError
    ├── ScopeInversionError        depends-scope
    ├── OverrideError              depends-override
    ├── DependencyCycleError       depends-cycle
    ├── DependencyParameterError   depends-parameter
    ├── DependencyMarkerError      depends-marker
    ├── DependencyAnnotationError  depends-annotation
    ├── DependencyPathError        depends-path
    ├── DependencyConnectionError  depends-connection
    ├── DependencyErrors           several of them at once, also an ExceptionGroup
    └── DependencyRunError         found only while running
        ├── SwallowedExceptionError    a provider kept an exception, so there is no response
        └── LifespanNotRunningError    a lifespan provider is asked for before start-up

Each has a `code` (the mypy plugin's), the `path` drawn through the graph, what was
`found` and the `remedy`. The sentences are those of `typed_depends.wording`. Knows
nothing of graphs or requests.
"""

from collections.abc import Sequence
from typing import ClassVar

from typed_depends.chain import Chain
from typed_depends.wording import Sentence


class DependencyError(Exception):
    """A mistake in how dependencies are declared or used."""

    code: ClassVar[str] = "depends"

    def __init__(self, sentence: Sentence, path: Chain | None = None) -> None:
        self.path = Chain() if path is None else path
        super().__init__(sentence, self.path)
        self.found = sentence.found
        self.remedy = sentence.remedy

    def __str__(self) -> str:
        parts = [f"{self.found}  [{self.code}]"]
        if self.path.links:
            parts.append(self.path.tree(indent="    "))
        parts.append(f"  {self.remedy}")
        return "\n".join(parts)


class ScopeInversionError(DependencyError):
    """Something holds what ends before it."""

    code = "depends-scope"


class OverrideError(DependencyError):
    """A replacement cannot stand in for the provider it replaces."""

    code = "depends-override"


class DependencyCycleError(DependencyError):
    """A provider needs itself."""

    code = "depends-cycle"


class DependencyParameterError(DependencyError):
    """A parameter that nothing can fill."""

    code = "depends-parameter"


class DependencyMarkerError(DependencyError):
    """A marker that is misused."""

    code = "depends-marker"


class DependencyAnnotationError(DependencyError):
    """An annotation that the running program cannot read."""

    code = "depends-annotation"


class DependencyPathError(DependencyError):
    """A route's path and a signature disagree."""

    code = "depends-path"


class DependencyConnectionError(DependencyError):
    """`Request` under a WebSocket route, or `WebSocket` under an HTTP route."""

    code = "depends-connection"


class DependencyErrors(ExceptionGroup[DependencyError], DependencyError):  # noqa: N818
    """All mistakes of one application, raised together; see `mistakes`."""

    def __new__(cls, mistakes: Sequence[DependencyError]) -> "DependencyErrors":
        return super().__new__(cls, f"{len(mistakes)} mistakes in the dependencies", mistakes)

    def __init__(self, mistakes: Sequence[DependencyError]) -> None:
        super().__init__(f"{len(mistakes)} mistakes in the dependencies", mistakes)
        self.path = Chain()
        self.found = self.message
        self.remedy = ""

    @property
    def mistakes(self) -> tuple[DependencyError, ...]:
        """The mistakes themselves."""
        return tuple(one for one in self.exceptions if isinstance(one, DependencyError))

    def derive(self, excs: Sequence[DependencyError]) -> "DependencyErrors":  # type: ignore[override]
        """Keep the class when the group is split (`except*`)."""
        return DependencyErrors(excs)

    def __str__(self) -> str:
        return "\n\n".join([f"{self.message}:", *(str(mistake) for mistake in self.mistakes)])


class DependencyRunError(DependencyError):
    """Something that shows only while the application runs."""

    code = "depends-run"


class SwallowedExceptionError(DependencyRunError):
    """A `yield` provider kept an exception, so no response was made."""

    code = "depends-yield"


class LifespanNotRunningError(DependencyRunError):
    """A lifespan provider is needed, but the application was never started."""


class FastAPIDeprecationWarning(UserWarning):
    """An argument's older word was used; FastAPI's name."""


class UnusedOverrideWarning(UserWarning):
    """An override that no endpoint, or no function an injector was given, can ever use."""


class UnreadScopesWarning(UserWarning):
    """OAuth scopes of a `Security(...)` that nothing receives, so nothing checks them."""


def raise_together(mistakes: Sequence[DependencyError]) -> None:
    """Raise one mistake as itself, several as `DependencyErrors`, none not at all."""
    match mistakes:
        case []:
            return
        case [mistake]:
            raise mistake
        case _:
            raise DependencyErrors(mistakes)
