"""The schemes of the `Authorization` header: Basic, Bearer, Digest, or one of your own."""

from base64 import b64decode
from typing import ClassVar, Literal, Never, overload

from pydantic import BaseModel
from starlette.requests import HTTPConnection
from typing_extensions import Unpack

from typed_depends.security import models
from typed_depends.security.authorization import get_authorization_scheme_param
from typed_depends.security.base import Absent, ChallengingScheme, Description


class HTTPBasicCredentials(BaseModel):
    """What `HTTPBasic` provides."""

    username: str
    password: str


class HTTPAuthorizationCredentials(BaseModel):
    """What the other schemes provide; `scheme` is spelled as the client sent it."""

    scheme: str
    credentials: str


class HTTPBase(ChallengingScheme[Absent]):
    """Provides what the `Authorization` header holds, whatever scheme it names."""

    model: models.HTTPBase
    accepted: ClassVar[str | None] = None
    """The only scheme that is accepted, in small letters."""

    @overload
    def __init__(
        self: "HTTPBase[Never]",
        *,
        scheme: str,
        auto_error: Literal[True] = True,
        **described: Unpack[Description],
    ) -> None: ...
    @overload
    def __init__(
        self: "HTTPBase[None]",
        *,
        scheme: str,
        auto_error: bool = True,
        **described: Unpack[Description],
    ) -> None: ...
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

    async def __call__(self, request: HTTPConnection) -> HTTPAuthorizationCredentials | Absent:
        """Return the scheme and its credentials, or `None` with `auto_error=False`."""
        scheme, rest = get_authorization_scheme_param(request.headers.get("Authorization"))
        if not (scheme and rest) or self.accepted not in (None, scheme.lower()):
            return self.provided(None)
        return HTTPAuthorizationCredentials(scheme=scheme, credentials=rest)


class HTTPBasic(HTTPBase[Absent]):
    """Provides a name and a password (RFC 7617). As `fastapi.security.HTTPBasic`.

    What names the scheme but cannot be read is answered 401, whatever `auto_error` says.
    """

    @overload
    def __init__(
        self: "HTTPBasic[Never]",
        *,
        realm: str | None = None,
        auto_error: Literal[True] = True,
        **described: Unpack[Description],
    ) -> None: ...
    @overload
    def __init__(
        self: "HTTPBasic[None]",
        *,
        realm: str | None = None,
        auto_error: bool = True,
        **described: Unpack[Description],
    ) -> None: ...
    def __init__(
        self, *, realm: str | None = None, auto_error: bool = True, **described: Unpack[Description]
    ) -> None:
        super().__init__(scheme="basic", auto_error=auto_error, **described)
        self.realm = realm

    def make_authenticate_headers(self) -> dict[str, str]:
        """Return the challenge, with the realm if there is one."""
        return {"WWW-Authenticate": f'Basic realm="{self.realm}"' if self.realm else "Basic"}

    async def __call__(  # type: ignore[override]  # other credentials than its base, as in FastAPI
        self, request: HTTPConnection
    ) -> HTTPBasicCredentials | Absent:
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


class HTTPBearer(HTTPBase[Absent]):
    """Provides a bearer token (RFC 6750). As `fastapi.security.HTTPBearer`."""

    accepted = "bearer"

    @overload
    def __init__(
        self: "HTTPBearer[Never]",
        *,
        bearerFormat: str | None = None,
        auto_error: Literal[True] = True,
        **described: Unpack[Description],
    ) -> None: ...
    @overload
    def __init__(
        self: "HTTPBearer[None]",
        *,
        bearerFormat: str | None = None,
        auto_error: bool = True,
        **described: Unpack[Description],
    ) -> None: ...
    def __init__(
        self,
        *,
        bearerFormat: str | None = None,
        auto_error: bool = True,
        **described: Unpack[Description],
    ) -> None:
        super().__init__(scheme="bearer", auto_error=auto_error, **described)
        self.model = models.HTTPBearer(
            bearerFormat=bearerFormat, description=described.get("description")
        )


class HTTPDigest(HTTPBase[Absent]):
    """Provides the parameters of a Digest answer (RFC 7616) as they were sent.

    It issues no nonce and verifies nothing: a subclass has to. As `fastapi.security.HTTPDigest`.
    """

    accepted = "digest"

    @overload
    def __init__(
        self: "HTTPDigest[Never]",
        *,
        auto_error: Literal[True] = True,
        **described: Unpack[Description],
    ) -> None: ...
    @overload
    def __init__(
        self: "HTTPDigest[None]", *, auto_error: bool = True, **described: Unpack[Description]
    ) -> None: ...
    def __init__(self, *, auto_error: bool = True, **described: Unpack[Description]) -> None:
        super().__init__(scheme="digest", auto_error=auto_error, **described)
