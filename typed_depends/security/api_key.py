"""API keys: a secret in a query parameter, a header or a cookie."""

from typing import Literal, Never, overload

from starlette.requests import HTTPConnection
from typing_extensions import Unpack

from typed_depends.security import models
from typed_depends.security.base import Absent, ChallengingScheme, Description


class APIKeyBase(ChallengingScheme[Absent]):
    """What the three places share. An empty key is none."""

    model: models.APIKey

    def __init__(
        self,
        location: models.APIKeyIn,
        name: str,
        description: str | None,
        scheme_name: str | None,
        auto_error: bool,
    ) -> None:
        described = {"in": location, "name": name, "description": description}
        model = models.APIKey.model_validate(described)
        super().__init__(model, scheme_name=scheme_name, auto_error=auto_error)

    def make_authenticate_headers(self) -> dict[str, str]:
        """Return a challenge of our own: none is registered for keys, and a 401 needs one."""
        return {"WWW-Authenticate": "APIKey"}

    def check_api_key(self, api_key: str | None) -> str | Absent:
        """Return the key. Raises what answers 401 if there is none and there must be."""
        return self.provided(api_key or None)


class APIKeyQuery(APIKeyBase[Absent]):
    """Provides the key in the query parameter `name`. As `fastapi.security.APIKeyQuery`."""

    @overload
    def __init__(
        self: "APIKeyQuery[Never]",
        *,
        name: str,
        auto_error: Literal[True] = True,
        **described: Unpack[Description],
    ) -> None: ...
    @overload
    def __init__(
        self: "APIKeyQuery[None]",
        *,
        name: str,
        auto_error: bool = True,
        **described: Unpack[Description],
    ) -> None: ...
    def __init__(
        self,
        *,
        name: str,
        scheme_name: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        super().__init__(models.APIKeyIn.query, name, description, scheme_name, auto_error)

    async def __call__(self, request: HTTPConnection) -> str | Absent:
        """Return the key, or `None` with `auto_error=False`."""
        return self.check_api_key(request.query_params.get(self.model.name))


class APIKeyHeader(APIKeyBase[Absent]):
    """Provides the key in the header `name`. As `fastapi.security.APIKeyHeader`."""

    @overload
    def __init__(
        self: "APIKeyHeader[Never]",
        *,
        name: str,
        auto_error: Literal[True] = True,
        **described: Unpack[Description],
    ) -> None: ...
    @overload
    def __init__(
        self: "APIKeyHeader[None]",
        *,
        name: str,
        auto_error: bool = True,
        **described: Unpack[Description],
    ) -> None: ...
    def __init__(
        self,
        *,
        name: str,
        scheme_name: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        super().__init__(models.APIKeyIn.header, name, description, scheme_name, auto_error)

    async def __call__(self, request: HTTPConnection) -> str | Absent:
        """Return the key, or `None` with `auto_error=False`."""
        return self.check_api_key(request.headers.get(self.model.name))


class APIKeyCookie(APIKeyBase[Absent]):
    """Provides the key in the cookie `name`. As `fastapi.security.APIKeyCookie`."""

    @overload
    def __init__(
        self: "APIKeyCookie[Never]",
        *,
        name: str,
        auto_error: Literal[True] = True,
        **described: Unpack[Description],
    ) -> None: ...
    @overload
    def __init__(
        self: "APIKeyCookie[None]",
        *,
        name: str,
        auto_error: bool = True,
        **described: Unpack[Description],
    ) -> None: ...
    def __init__(
        self,
        *,
        name: str,
        scheme_name: str | None = None,
        description: str | None = None,
        auto_error: bool = True,
    ) -> None:
        super().__init__(models.APIKeyIn.cookie, name, description, scheme_name, auto_error)

    async def __call__(self, request: HTTPConnection) -> str | Absent:
        """Return the key, or `None` with `auto_error=False`."""
        return self.check_api_key(request.cookies.get(self.model.name))
