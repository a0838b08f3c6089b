"""The schemes of the `Authorization` header: Basic, Bearer, Digest, or one of your own."""

from base64 import b64decode
from typing import ClassVar

from pydantic import BaseModel
from starlette.requests import HTTPConnection

from typed_depends.security import models
from typed_depends.security.authorization import get_authorization_scheme_param
from typed_depends.security.base import ChallengingScheme


class HTTPBasicCredentials(BaseModel):
    """What `HTTPBasic` provides."""

    username: str
    password: str


class HTTPAuthorizationCredentials(BaseModel):
    """What the other schemes provide; `scheme` is spelled as the client sent it."""

    scheme: str
    credentials: str


class HTTPBase(ChallengingScheme):
    """Provides what the `Authorization` header holds, whatever scheme it names."""

    model: models.HTTPBase
    accepted: ClassVar[str | None] = None
    """The only scheme that is accepted, in small letters."""

    def __init__(
        self,
        *,
        scheme: str,
        scheme_name: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        model = models.HTTPBase(scheme=scheme, description=description)
        super().__init__(model, scheme_name=scheme_name, auto_error=auto_error)

    def make_authenticate_headers(self) -> dict[str, str]:
        """Return the scheme's name as the challenge."""
        return {"WWW-Authenticate": self.model.scheme.title()}

    async def __call__(self, request: HTTPConnection) -> HTTPAuthorizationCredentials | None:
        """Return the scheme and its credentials, or `None` with `auto_error=False`."""
        scheme, rest = get_authorization_scheme_param(request.headers.get("Authorization"))
        if not (scheme and rest) or self.accepted not in (None, scheme.lower()):
            return self.provided(None)
        return HTTPAuthorizationCredentials(scheme=scheme, credentials=rest)


class HTTPBasic(HTTPBase):
    """Provides a name and a password (RFC 7617). As `fastapi.security.HTTPBasic`.

    What names the scheme but cannot be read is answered 401, whatever `auto_error` says.
    """

    def __init__(
        self,
        *,
        scheme_name: str | None = None,
        realm: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        super().__init__(
            scheme="basic", scheme_name=scheme_name, description=description, auto_error=auto_error
        )
        self.realm = realm

    def make_authenticate_headers(self) -> dict[str, str]:
        """Return the challenge, with the realm if there is one."""
        return {"WWW-Authenticate": f'Basic realm="{self.realm}"' if self.realm else "Basic"}

    async def __call__(  # type: ignore[override]  # other credentials than its base, as in FastAPI
        self, request: HTTPConnection
    ) -> HTTPBasicCredentials | None:
        """Return the name and the password, or `None` with `auto_error=False`."""
        scheme, encoded = get_authorization_scheme_param(request.headers.get("Authorization"))
        if scheme.lower() != "basic":
            return self.provided(None)
        try:
            username, separator, password = b64decode(encoded).decode("ascii").partition(":")
        except ValueError as error:  # no base64, or no ASCII
            raise self.make_not_authenticated_error() from error
        if not separator:
            raise self.make_not_authenticated_error()
        return HTTPBasicCredentials(username=username, password=password)


class HTTPBearer(HTTPBase):
    """Provides a bearer token (RFC 6750). As `fastapi.security.HTTPBearer`."""

    accepted = "bearer"

    def __init__(
        self,
        *,
        bearerFormat: str | None = None,
        scheme_name: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        super().__init__(
            scheme="bearer", scheme_name=scheme_name, description=description, auto_error=auto_error
        )
        self.model = models.HTTPBearer(bearerFormat=bearerFormat, description=description)


class HTTPDigest(HTTPBase):
    """Provides the parameters of a Digest answer (RFC 7616) as they were sent.

    It issues no nonce and verifies nothing: a subclass has to. As `fastapi.security.HTTPDigest`.
    """

    accepted = "digest"

    def __init__(
        self,
        *,
        scheme_name: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        super().__init__(
            scheme="digest", scheme_name=scheme_name, description=description, auto_error=auto_error
        )
