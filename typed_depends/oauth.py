"""What OAuth scopes need from the graph: the value that carries them, and a scheme's mark.

Knows nothing of requests; the schemes themselves live in `typed_depends.security`.
Imports nothing but the standard library.
"""

from abc import ABC
from collections.abc import Sequence


class SecurityScopes:
    """The OAuth scopes asked for on the way from the endpoint to this provider.

    Declare a parameter of this type in a provider to receive it. `scopes` keeps the
    order of the declarations, the outermost first, without repetitions; `scope_str`
    joins them with spaces (RFC 6749, section 3.3). As `fastapi.security.SecurityScopes`.
    """

    def __init__(self, scopes: Sequence[str] | None = None) -> None:
        self.scopes: list[str] = list(scopes or ())
        self.scope_str: str = " ".join(self.scopes)


class SecurityScheme(ABC):  # noqa: B024  abstract so that another framework's can be registered
    """Base of the security schemes: a provider whose value depends on the OAuth scopes above."""
