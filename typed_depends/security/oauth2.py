"""OAuth 2: bearer tokens, and the flows by which a client comes to one (RFC 6749, RFC 6750)."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import HTTPConnection

from typed_depends.security import models
from typed_depends.security.authorization import get_authorization_scheme_param
from typed_depends.security.base import ChallengingScheme

NO_FLOWS = models.OAuthFlows()


class OAuth2(ChallengingScheme):
    """Provides the `Authorization` header as it was sent. As `fastapi.security.OAuth2`."""

    model: models.OAuth2

    def __init__(
        self,
        *,
        flows: models.OAuthFlows | Mapping[str, Mapping[str, Any]] = NO_FLOWS,
        scheme_name: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        model = models.OAuth2.model_validate({"flows": flows, "description": description})
        super().__init__(model, scheme_name=scheme_name, auto_error=auto_error)

    async def __call__(self, request: HTTPConnection) -> str | None:
        """Return the header, or `None` with `auto_error=False`."""
        return self.provided(request.headers.get("Authorization") or None)


class _OAuth2Bearer(OAuth2):
    """Provides the token alone."""

    async def __call__(self, request: HTTPConnection) -> str | None:
        """Return the token, or `None` with `auto_error=False`."""
        scheme, token = get_authorization_scheme_param(request.headers.get("Authorization"))
        return self.provided(token if scheme.lower() == "bearer" else None)


class OAuth2PasswordBearer(_OAuth2Bearer):
    """Provides a token that `tokenUrl` gives for a name and a password.

    `scopes` are the names of the OAuth scopes with what each is for. As
    `fastapi.security.OAuth2PasswordBearer`.
    """

    def __init__(
        self,
        tokenUrl: str,
        scheme_name: str | None = None,
        scopes: Mapping[str, str] | None = None,
        description: str | None = None,
        auto_error: bool = True,
        refreshUrl: str | None = None,
    ) -> None:
        flow = {"tokenUrl": tokenUrl, "refreshUrl": refreshUrl, "scopes": dict(scopes or {})}
        super().__init__(
            flows={"password": flow},
            scheme_name=scheme_name,
            description=description,
            auto_error=auto_error,
        )


class OAuth2AuthorizationCodeBearer(_OAuth2Bearer):
    """Provides a token that `tokenUrl` gives for a code from `authorizationUrl`.

    As `fastapi.security.OAuth2AuthorizationCodeBearer`.
    """

    def __init__(
        self,
        authorizationUrl: str,
        tokenUrl: str,
        refreshUrl: str | None = None,
        scheme_name: str | None = None,
        scopes: Mapping[str, str] | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        flow = {
            "authorizationUrl": authorizationUrl,
            "tokenUrl": tokenUrl,
            "refreshUrl": refreshUrl,
            "scopes": dict(scopes or {}),
        }
        super().__init__(
            flows={"authorizationCode": flow},
            scheme_name=scheme_name,
            description=description,
            auto_error=auto_error,
        )
