"""FastAPI's `security.oauth2`."""

from typed_depends.oauth import SecurityScopes
from typed_depends.security.forms import (
    OAuth2PasswordRequestForm,
    OAuth2PasswordRequestFormStrict,
)
from typed_depends.security.oauth2 import (
    OAuth2,
    OAuth2AuthorizationCodeBearer,
    OAuth2PasswordBearer,
)

__all__ = [
    "OAuth2",
    "OAuth2AuthorizationCodeBearer",
    "OAuth2PasswordBearer",
    "OAuth2PasswordRequestForm",
    "OAuth2PasswordRequestFormStrict",
    "SecurityScopes",
]
