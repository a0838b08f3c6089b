"""Any type checker sees whether a scheme may provide `None`; no plugin is needed.

`make types` judges the lines with `assert_type`, the rest runs.
"""

import inspect
from typing import assert_type

import pytest
from starlette.requests import HTTPConnection

from typed_depends import Depends, HTTPException
from typed_depends.security import (
    APIKeyCookie,
    APIKeyHeader,
    APIKeyQuery,
    HTTPAuthorizationCredentials,
    HTTPBasic,
    HTTPBasicCredentials,
    HTTPBearer,
    HTTPDigest,
    OAuth2,
    OAuth2AuthorizationCodeBearer,
    OAuth2PasswordBearer,
    OpenIdConnect,
)

NOBODY = HTTPConnection({"type": "http", "headers": [], "query_string": b""})


@pytest.mark.anyio
async def test_a_scheme_gives_none_only_with_auto_error_off() -> None:
    assert_type(await APIKeyQuery(name="k", auto_error=False)(NOBODY), str | None)
    assert_type(await APIKeyHeader(name="k", auto_error=False)(NOBODY), str | None)
    assert_type(await APIKeyCookie(name="k", auto_error=False)(NOBODY), str | None)
    assert_type(await HTTPBasic(auto_error=False)(NOBODY), HTTPBasicCredentials | None)
    assert_type(await HTTPBearer(auto_error=False)(NOBODY), HTTPAuthorizationCredentials | None)
    assert_type(await HTTPDigest(auto_error=False)(NOBODY), HTTPAuthorizationCredentials | None)
    assert_type(await OAuth2(auto_error=False)(NOBODY), str | None)
    assert_type(await OAuth2PasswordBearer("t", auto_error=False)(NOBODY), str | None)
    assert_type(await OAuth2AuthorizationCodeBearer("a", "t", auto_error=False)(NOBODY), str | None)
    assert_type(await OpenIdConnect(openIdConnectUrl="u", auto_error=False)(NOBODY), str | None)


@pytest.mark.anyio
async def test_a_scheme_that_answers_401_never_gives_none() -> None:
    with pytest.raises(HTTPException):
        assert_type(await APIKeyQuery(name="k")(NOBODY), str)
    with pytest.raises(HTTPException):
        assert_type(await APIKeyHeader(name="k")(NOBODY), str)
    with pytest.raises(HTTPException):
        assert_type(await APIKeyCookie(name="k")(NOBODY), str)
    with pytest.raises(HTTPException):
        assert_type(await HTTPBasic()(NOBODY), HTTPBasicCredentials)
    with pytest.raises(HTTPException):
        assert_type(await HTTPBearer(auto_error=True)(NOBODY), HTTPAuthorizationCredentials)
    with pytest.raises(HTTPException):
        assert_type(await HTTPDigest()(NOBODY), HTTPAuthorizationCredentials)
    with pytest.raises(HTTPException):
        assert_type(await OAuth2()(NOBODY), str)
    with pytest.raises(HTTPException):
        assert_type(await OAuth2PasswordBearer("t")(NOBODY), str)
    with pytest.raises(HTTPException):
        assert_type(await OAuth2AuthorizationCodeBearer("a", "t")(NOBODY), str)
    with pytest.raises(HTTPException):
        assert_type(await OpenIdConnect(openIdConnectUrl="u")(NOBODY), str)


def test_a_default_has_the_type_that_the_scheme_provides() -> None:
    bearer = OAuth2PasswordBearer("token")
    optional = OAuth2PasswordBearer("token", auto_error=False)

    class OwnBearer(OAuth2PasswordBearer): ...

    def read(
        token: str = Depends(bearer),
        perhaps: str | None = Depends(optional),
        own: str | None = Depends(OwnBearer("token")),
    ) -> None: ...

    def wrong(token: str = Depends(optional)) -> None: ...  # type: ignore[assignment]

    asked = inspect.signature(read).parameters, inspect.signature(wrong).parameters
    assert [one["token"].default.dependency for one in asked] == [bearer, optional]
