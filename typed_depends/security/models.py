"""What an OpenAPI document says of a security scheme (OpenAPI 3.1, section 4.8.27).

The names are those of `fastapi.openapi.models`; the fields those of the specification,
whose extensions (`x-...`) are kept.
"""

from enum import Enum
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "APIKey",
    "APIKeyIn",
    "HTTPBase",
    "HTTPBearer",
    "OAuth2",
    "OAuthFlow",
    "OAuthFlowAuthorizationCode",
    "OAuthFlowClientCredentials",
    "OAuthFlowImplicit",
    "OAuthFlowPassword",
    "OAuthFlows",
    "OpenIdConnect",
    "SecurityBase",
    "SecurityScheme",
    "SecuritySchemeType",
]


class _Extensible(BaseModel):
    model_config = ConfigDict(extra="allow")


class SecuritySchemeType(Enum):
    """The kinds of schemes that OpenAPI knows and the schemes here use."""

    apiKey = "apiKey"
    http = "http"
    oauth2 = "oauth2"
    openIdConnect = "openIdConnect"


class SecurityBase(_Extensible):
    """What every scheme has."""

    type_: SecuritySchemeType = Field(alias="type")
    description: str | None = None


class APIKeyIn(Enum):
    """Where an API key is sent."""

    query = "query"
    header = "header"
    cookie = "cookie"


class APIKey(SecurityBase):
    """A key in a query parameter, a header or a cookie called `name`."""

    type_: SecuritySchemeType = Field(default=SecuritySchemeType.apiKey, alias="type")
    in_: APIKeyIn = Field(alias="in")
    name: str


class HTTPBase(SecurityBase):
    """An `Authorization` header of the scheme's name (RFC 9110, section 11)."""

    type_: SecuritySchemeType = Field(default=SecuritySchemeType.http, alias="type")
    scheme: str


class HTTPBearer(HTTPBase):
    """An `Authorization: Bearer` header; `bearerFormat` is a hint for people."""

    scheme: Literal["bearer"] = "bearer"
    bearerFormat: str | None = None


class OAuthFlow(_Extensible):
    """What every OAuth 2 flow has; `scopes` are the scopes' names with what each is for."""

    refreshUrl: str | None = None
    scopes: dict[str, str] = {}


class OAuthFlowImplicit(OAuthFlow):
    """RFC 6749, section 4.2."""

    authorizationUrl: str


class OAuthFlowPassword(OAuthFlow):
    """RFC 6749, section 4.3."""

    tokenUrl: str


class OAuthFlowClientCredentials(OAuthFlow):
    """RFC 6749, section 4.4."""

    tokenUrl: str


class OAuthFlowAuthorizationCode(OAuthFlow):
    """RFC 6749, section 4.1."""

    authorizationUrl: str
    tokenUrl: str


class OAuthFlows(_Extensible):
    """The flows by which a client may come to a token."""

    implicit: OAuthFlowImplicit | None = None
    password: OAuthFlowPassword | None = None
    clientCredentials: OAuthFlowClientCredentials | None = None
    authorizationCode: OAuthFlowAuthorizationCode | None = None


class OAuth2(SecurityBase):
    """OAuth 2, with its flows."""

    type_: SecuritySchemeType = Field(default=SecuritySchemeType.oauth2, alias="type")
    flows: OAuthFlows


class OpenIdConnect(SecurityBase):
    """OpenID Connect, discovered at a URL."""

    type_: SecuritySchemeType = Field(default=SecuritySchemeType.openIdConnect, alias="type")
    openIdConnectUrl: str


SecurityScheme: TypeAlias = APIKey | HTTPBase | OAuth2 | OpenIdConnect | HTTPBearer
