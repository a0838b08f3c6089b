"""OpenID Connect, as far as a document can say it."""

from typing import Literal, Never, overload

from starlette.requests import HTTPConnection
from typing_extensions import Unpack

from typed_depends.security import models
from typed_depends.security.base import Absent, ChallengingScheme, Description


class OpenIdConnect(ChallengingScheme[Absent]):
    """Provides the `Authorization` header as it was sent; what it holds is for a subclass.

    The URL is shown in the document and never fetched. As `fastapi.security.OpenIdConnect`.
    """

    model: models.OpenIdConnect

    @overload
    def __init__(
        self: "OpenIdConnect[Never]",
        *,
        openIdConnectUrl: str,
        auto_error: Literal[True] = True,
        **described: Unpack[Description],
    ) -> None: ...
    @overload
    def __init__(
        self: "OpenIdConnect[None]",
        *,
        openIdConnectUrl: str,
        auto_error: bool = True,
        **described: Unpack[Description],
    ) -> None: ...
    def __init__(
        self,
        *,
        openIdConnectUrl: str,
        scheme_name: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        model = models.OpenIdConnect(openIdConnectUrl=openIdConnectUrl, description=description)
        super().__init__(model, scheme_name=scheme_name, auto_error=auto_error)

    async def __call__(self, request: HTTPConnection) -> str | Absent:
        """Return the header, or `None` with `auto_error=False`."""
        return self.provided(request.headers.get("Authorization") or None)
