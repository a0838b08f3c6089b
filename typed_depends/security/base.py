"""What the schemes share: they describe themselves, and challenge who sends no credentials.

A scheme is a provider; its value is what the client sent. The document reads `model`
and `scheme_name`.
"""

from typing import Generic, TypedDict, cast

from starlette import status
from typing_extensions import TypeVar

from typed_depends.exceptions import HTTPException
from typed_depends.oauth import SecurityScheme
from typed_depends.security import models

T = TypeVar("T")

Absent = TypeVar("Absent", bound=None, default=None, covariant=True)
"""What a scheme provides for missing credentials: `None`, or `Never` where it answers 401."""


class SecurityBase(SecurityScheme):
    """A provider that the document lists among the security schemes, as `scheme_name`."""

    model: models.SecurityBase
    scheme_name: str


class Description(TypedDict, total=False):
    """What every scheme may say of itself; its name is its class's unless given."""

    scheme_name: str | None
    description: str | None


class ChallengingScheme(SecurityBase, Generic[Absent]):
    """A scheme that finds credentials in a request, or answers 401.

    With `auto_error=False` it provides `None` where there are none. Override
    `make_authenticate_headers` for another challenge, `make_not_authenticated_error` for
    another answer.
    """

    def __init__(
        self, model: models.SecurityBase, *, scheme_name: str | None, auto_error: bool
    ) -> None:
        self.model = model
        self.scheme_name = scheme_name or type(self).__name__
        self.auto_error = auto_error

    def make_authenticate_headers(self) -> dict[str, str]:
        """Return the challenge that a 401 has to carry (RFC 9110, section 11.6.1)."""
        return {"WWW-Authenticate": "Bearer"}

    def make_not_authenticated_error(self) -> HTTPException:
        """Return what is raised when there are no credentials, or none that can be read."""
        return HTTPException(
            status.HTTP_401_UNAUTHORIZED,
            detail="Not authenticated",
            headers=self.make_authenticate_headers(),
        )

    def provided(self, found: T | None) -> T | Absent:
        """Return what was found. Raises what answers 401 if that is nothing and may not be."""
        if found is not None:
            return found
        if self.auto_error:
            raise self.make_not_authenticated_error()
        return cast("Absent", None)
