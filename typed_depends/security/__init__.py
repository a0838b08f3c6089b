"""Security schemes: providers of what a client sends to say who it is.

Each finds credentials or challenges the client, and describes itself to the document. None
verifies anything: that is for the provider that asks for the scheme. `fastapi.security`'s names.
"""

from typed_depends.oauth import SecurityScopes
from typed_depends.security.api_key import APIKeyCookie, APIKeyHeader, APIKeyQuery
from typed_depends.security.forms import (
    OAuth2PasswordRequestForm,
    OAuth2PasswordRequestFormStrict,
)
from typed_depends.security.http import (
    HTTPAuthorizationCredentials,
    HTTPBasic,
    HTTPBasicCredentials,
    HTTPBearer,
    HTTPDigest,
)
from typed_depends.security.oauth2 import (
    OAuth2,
    OAuth2AuthorizationCodeBearer,
    OAuth2PasswordBearer,
)
from typed_depends.security.open_id_connect_url import OpenIdConnect

__all__ = [
    "APIKeyCookie",
    "APIKeyHeader",
    "APIKeyQuery",
    "HTTPAuthorizationCredentials",
    "HTTPBasic",
    "HTTPBasicCredentials",
    "HTTPBearer",
    "HTTPDigest",
    "OAuth2",
    "OAuth2AuthorizationCodeBearer",
    "OAuth2PasswordBearer",
    "OAuth2PasswordRequestForm",
    "OAuth2PasswordRequestFormStrict",
    "OpenIdConnect",
    "SecurityScopes",
]
