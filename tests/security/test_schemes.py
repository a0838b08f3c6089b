"""Every scheme answers every kind of credentials as FastAPI's does, however hostile."""

import base64

import pytest

from tests.oracle.harness import FASTAPI, OURS, get, record, websocket

NAMES = """
    APIKeyCookie, APIKeyHeader, APIKeyQuery, HTTPBasic, HTTPBearer, HTTPDigest, OAuth2,
    OAuth2AuthorizationCodeBearer, OAuth2PasswordBearer, OpenIdConnect,
"""
THEIRS = (
    f"{FASTAPI}from fastapi.security import ({NAMES})\nfrom fastapi.security.http import HTTPBase\n"
)
OUR = (
    f"{OURS}from typed_depends.security import ({NAMES})\n"
    "from typed_depends.security.http import HTTPBase\n"
)

KEYS = {
    "query key": "APIKeyQuery(name='key', auto_error={})",
    "header key": "APIKeyHeader(name='X-Key', auto_error={})",
    "cookie key": "APIKeyCookie(name='key', auto_error={})",
}
HEADERS = {
    "base": "HTTPBase(scheme='own-scheme', auto_error={})",
    "basic": "HTTPBasic(auto_error={})",
    "basic with a realm": "HTTPBasic(realm='the shop', auto_error={})",
    "bearer": "HTTPBearer(auto_error={})",
    "digest": "HTTPDigest(auto_error={})",
    "oauth2": "OAuth2(auto_error={})",
    "oauth2 password": "OAuth2PasswordBearer('token', auto_error={})",
    "oauth2 code": "OAuth2AuthorizationCodeBearer('authorize', 'token', auto_error={})",
    "openid": "OpenIdConnect(openIdConnectUrl='/openid', auto_error={})",
}

SCHEMES = KEYS | HEADERS

PROGRAM = """
scheme = {scheme}
app = App()

def shown(found):
    return found.model_dump() if isinstance(found, BaseModel) else found

@app.get("/")
def read(found: Annotated[Any, Security(scheme)]):
    return {{"found": shown(found)}}

@app.websocket("/")
async def talk(socket: WebSocket, found: Annotated[Any, Security(scheme)]):
    await socket.accept()
    await socket.send_json({{"found": shown(found)}})
    await socket.close()
"""


def basic(plain: bytes) -> bytes:
    """Return the credentials of an `Authorization: Basic` header."""
    return b"Basic " + base64.b64encode(plain)


AUTHORIZATIONS = {
    "empty": b"",
    "scheme alone": b"Bearer",
    "scheme and space": b"Bearer ",
    "spaces": b"   ",
    "bearer": b"Bearer abc",
    "in capitals": b"BEARER abc",
    "many spaces": b"Bearer    abc  ",
    "two tokens": b"Bearer abc def",
    "tab": b"Bearer\tabc",
    "digest": b'Digest username="rosa", realm="shop", nonce="n", uri="/", response="r"',
    "another scheme": b"Negotiate abc==",
    "no scheme": b"abc",
    "basic": basic(b"rosa:secret"),
    "basic in capitals": b"BASIC " + base64.b64encode(b"rosa:secret"),
    "basic alone": b"Basic",
    "basic without a colon": basic(b"rosa"),
    "basic with colons": basic(b"rosa:a:b:c"),
    "basic without a name": basic(b":secret"),
    "basic without a password": basic(b"rosa:"),
    "basic that is a colon": basic(b":"),
    "basic of no base64": b"Basic rosa:secret",
    "basic of bad padding": b"Basic cm9zYTpzZWNyZX",
    "basic of utf-8": basic("rosa:žluťoučký".encode()),
    "basic of latin-1": basic("rosa:café".encode("latin-1")),
    "basic of control characters": basic(b"ro\x00sa:\r\n\x1b"),
    "basic of an empty string": b"Basic =",
    "basic that is huge": basic(b"rosa:" + b"x" * 100_000),
    "bytes over ascii": b"Bearer \xff\xfe\xe9",
    "basic of bytes over ascii": b"Basic \xff\xfe\xe9",
    "scheme over ascii": "Bearęr abc".encode(),
    "non-breaking space": b"Bearer\xa0abc",
    "dotted capital i": "Dİgest abc".encode(),
    "control characters": b"Bearer \x01\x02\x1b",
    "huge": b"Bearer " + b"x" * 100_000,
    "injected": b'Bearer "><script>alert(1)</script>',
}

WITH_KEYS = [
    get(),
    *(get(f"/?key={value}") for value in ("", "abc", "%00", "%FF%FE", "%20", "a&key=b")),
    get("/?KEY=abc"),
    *(get(headers={"x-key": value}) for value in (b"", b"abc", b" ", b"\xff\x01", b"x" * 100_000)),
    get(headers={"Cookie": b"key=abc"}),
    get(headers={"Cookie": b"key="}),
    get(headers={"Cookie": b"key"}),
    get(headers={"Cookie": b'other=1; key="a b"; key=2'}),
    get(headers={"Cookie": b"key=\xff; ;;=;"}),
    websocket(),
    websocket("/?key=abc", headers={"X-Key": "abc", "Cookie": "key=abc"}),
]

WITH_HEADERS = [
    get(),
    *(get(headers={"Authorization": value}) for value in AUTHORIZATIONS.values()),
    get(headers=[("Authorization", "Bearer one"), ("Authorization", "Bearer two")]),
    websocket(),
    websocket(headers={"Authorization": "Bearer abc"}),
    websocket(headers={"Authorization": basic(b"rosa:secret")}),
    websocket(headers={"Authorization": basic(b"rosa")}),
    websocket(headers={"Authorization": "Digest abc"}),
]


@pytest.mark.parametrize("auto_error", [True, False], ids=["auto_error", "optional"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_scheme_answers_as_under_fastapi(scheme: str, auto_error: bool) -> None:
    text = PROGRAM.format(scheme=SCHEMES[scheme].format(auto_error))
    calls = WITH_KEYS if scheme in KEYS else WITH_HEADERS
    *answers, _ = seen = record(OUR, text, calls, lifespan=True)
    assert seen == record(THEIRS, text, calls, lifespan=True)
    outcomes = {answer[0] for answer, _ in answers}
    assert 200 in outcomes, "nothing was accepted"
    assert {401, "denied"} <= outcomes or not auto_error
    assert 500 not in outcomes


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_a_missing_credential_is_challenged_with_401(scheme: str) -> None:
    [(answer, _), _] = record(OUR, PROGRAM.format(scheme=scheme.format(True)), [get()])
    status, text, headers = answer
    assert (status, text) == (401, '{"detail":"Not authenticated"}')
    assert headers["www-authenticate"]
