"""OAuth 2: bearer tokens, and the flows by which a client comes to one (RFC 6749, RFC 6750)."""

from collections.abc import Mapping
from typing import Any, Literal, Never, TypeAlias, overload

from starlette.requests import HTTPConnection
from typing_extensions import Unpack

from typed_depends.security import models
from typed_depends.security.authorization import get_authorization_scheme_param
from typed_depends.security.base import Absent, ChallengingScheme, Description

Flows: TypeAlias = models.OAuthFlows | Mapping[str, Mapping[str, Any]]

NO_FLOWS = models.OAuthFlows()


class OAuth2(ChallengingScheme[Absent]):
    """Provides the `Authorization` header as it was sent. As `fastapi.security.OAuth2`."""

    model: models.OAuth2

    @overload
    def __init__(
        self: "OAuth2[Never]",
        *,
        flows: Flows = NO_FLOWS,
        auto_error: Literal[True] = True,
        **described: Unpack[Description],
    ) -> None: ...
    @overload
    def __init__(
        self: "OAuth2[None]",
        *,
        flows: Flows = NO_FLOWS,
        auto_error: bool = True,
        **described: Unpack[Description],
    ) -> None: ...
    def __init__(
        self,
        *,
        flows: Flows = NO_FLOWS,
        scheme_name: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        model = models.OAuth2.model_validate({"flows": flows, "description": description})
        super().__init__(model, scheme_name=scheme_name, auto_error=auto_error)

    async def __call__(self, request: HTTPConnection) -> str | Absent:
        """Return the header, or `None` with `auto_error=False`."""
        return self.provided(request.headers.get("Authorization") or None)

    def bearer_token(self, request: HTTPConnection) -> str | Absent:
        """Return the token of an `Authorization: Bearer` header, as the flows' schemes do."""
        scheme, token = get_authorization_scheme_param(request.headers.get("Authorization"))
        return self.provided(token if scheme.lower() == "bearer" else None)


class OAuth2PasswordBearer(OAuth2[Absent]):
    """Provides a token that `tokenUrl` gives for a name and a password.

    `scopes` are the names of the OAuth scopes with what each is for. As
    `fastapi.security.OAuth2PasswordBearer`.
    """

    @overload
    def __init__(
        self: "OAuth2PasswordBearer[Never]",
        tokenUrl: str,
        scheme_name: str | None = None,
        scopes: Mapping[str, str] | None = None,
        description: str | None = None,
        auto_error: Literal[True] = True,
        refreshUrl: str | None = None,
    ) -> None: ...
    @overload
    def __init__(
        self: "OAuth2PasswordBearer[None]",
        tokenUrl: str,
        scheme_name: str | None = None,
        scopes: Mapping[str, str] | None = None,
        description: str | None = None,
        auto_error: bool = True,
        refreshUrl: str | None = None,
    ) -> None: ...
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

    async def __call__(self, request: HTTPConnection) -> str | Absent:
        """Return the token, or `None` with `auto_error=False`."""
        return self.bearer_token(request)


class OAuth2AuthorizationCodeBearer(OAuth2[Absent]):
    """Provides a token that `tokenUrl` gives for a code from `authorizationUrl`.

    As `fastapi.security.OAuth2AuthorizationCodeBearer`.
    """

    @overload
    def __init__(
        self: "OAuth2AuthorizationCodeBearer[Never]",
        authorizationUrl: str,
        tokenUrl: str,
        refreshUrl: str | None = None,
        scheme_name: str | None = None,
        scopes: Mapping[str, str] | None = None,
        description: str | None = None,
        auto_error: Literal[True] = True,
    ) -> None: ...
    @overload
    def __init__(
        self: "OAuth2AuthorizationCodeBearer[None]",
        authorizationUrl: str,
        tokenUrl: str,
        refreshUrl: str | None = None,
        scheme_name: str | None = None,
        scopes: Mapping[str, str] | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None: ...
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

    async def __call__(self, request: HTTPConnection) -> str | Absent:
        """Return the token, or `None` with `auto_error=False`."""
        return self.bearer_token(request)
