"""OAuth 2 with scopes: a password is exchanged for a token, and each endpoint says what it needs.

The scopes that an endpoint, and every provider on the way, ask for arrive together in
`SecurityScopes`, and the document shows them. Passwords are kept as scrypt digests; a token
is a signed JWT that names its owner and what it is good for.

    uvicorn examples.oauth2_scopes:app
"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Self

import jwt
from pydantic import BaseModel, ValidationError

from typed_depends import App, Depends, HTTPException, Security, status
from typed_depends.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm, SecurityScopes

LIFETIME = timedelta(minutes=30)
ALGORITHM = "HS256"


@dataclass(frozen=True)
class Password:
    """What is kept of a password: a salt, and a digest that is slow to compute."""

    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, plain: str) -> Self:
        """Return what to keep of a password."""
        salt = secrets.token_bytes(16)
        return cls(salt, scrypt(plain, salt))

    def matches(self, plain: str) -> bool:
        """Tell in constant time whether this is the password."""
        return secrets.compare_digest(scrypt(plain, self.salt), self.digest)


def scrypt(plain: str, salt: bytes) -> bytes:
    """Digest a password (RFC 7914), with 16 MiB of memory."""
    return hashlib.scrypt(plain.encode(), salt=salt, n=2**14, r=8, p=1)


@dataclass(frozen=True)
class User:
    """Somebody with a password, and the scopes they may ask for."""

    name: str
    password: Password
    scopes: frozenset[str]


NOBODY = User("", Password.of(secrets.token_urlsafe()), frozenset())
"""Compared with when the name is unknown, so that it costs what a known one costs."""

USERS = {
    user.name: user
    for user in (
        User("rosa", Password.of("reads a lot"), frozenset({"me", "items"})),
        User("ada", Password.of("keeps the keys"), frozenset({"me", "items", "admin"})),
    )
}


def signing_key() -> Iterator[str]:
    """Make a key when the application starts; tokens of an earlier run are worth nothing."""
    yield secrets.token_urlsafe(32)


Key = Annotated[str, Depends(signing_key, scope="lifespan")]


class Claims(BaseModel):
    """What a token says."""

    sub: str
    scope: str
    exp: datetime

    @property
    def scopes(self) -> list[str]:
        """What the token is good for."""
        return self.scope.split()


class Token(BaseModel):
    """The answer of a token endpoint (RFC 6749, section 5.1)."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


bearer = OAuth2PasswordBearer(
    tokenUrl="token",
    scopes={"me": "See who I am.", "items": "See my items.", "admin": "See everybody's."},
)


def read_claims(needed: SecurityScopes, token: Annotated[str, Depends(bearer)], key: Key) -> Claims:
    """Read a token that is ours, not too old, and good for what is needed."""

    def challenge(status_code: int, error: str, reason: str) -> HTTPException:
        """Answer as RFC 6750, section 3, has it."""
        value = f'Bearer error="{error}"'
        if needed.scopes:
            value += f', scope="{needed.scope_str}"'
        return HTTPException(status_code, reason, headers={"WWW-Authenticate": value})

    try:
        claims = Claims.model_validate(jwt.decode(token, key, algorithms=[ALGORITHM]))
    except (jwt.InvalidTokenError, ValidationError):
        raise challenge(
            status.HTTP_401_UNAUTHORIZED, "invalid_token", "This token is not valid"
        ) from None
    if not set(needed.scopes) <= set(claims.scopes):
        raise challenge(
            status.HTTP_403_FORBIDDEN, "insufficient_scope", f"This needs {needed.scope_str}"
        )
    return claims


def current_user(claims: Annotated[Claims, Security(read_claims, scopes=["me"])]) -> User:
    """Return whose token it is."""
    return USERS[claims.sub]


class Profile(BaseModel):
    """What may be shown of a user."""

    name: str
    scopes: list[str]


app = App(title="OAuth 2 with scopes")


@app.post("/token")
def log_in(form: Annotated[OAuth2PasswordRequestForm, Depends()], key: Key) -> Token:
    """Exchange a password for a token with the scopes that were asked for, as far as allowed."""
    user = USERS.get(form.username, NOBODY)
    if not user.password.matches(form.password):
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "Wrong name or password")
    scope = " ".join(name for name in form.scopes if name in user.scopes)
    claims = Claims(sub=user.name, scope=scope, exp=datetime.now(UTC) + LIFETIME)
    return Token(
        access_token=jwt.encode(claims.model_dump(), key, ALGORITHM),
        token_type="bearer",
        expires_in=int(LIFETIME.total_seconds()),
        scope=scope,
    )


@app.get("/me")
def read_me(user: Annotated[User, Depends(current_user)]) -> Profile:
    """Show the caller: needs `me`, since `current_user` does."""
    return Profile(name=user.name, scopes=sorted(user.scopes))


@app.get("/me/items")
def read_items(user: Annotated[User, Security(current_user, scopes=["items"])]) -> list[str]:
    """Show the caller's items: needs `items` as well."""
    return [f"{user.name}'s bicycle"]


@app.get("/users", dependencies=[Security(current_user, scopes=["admin"])])
def list_users() -> list[Profile]:
    """Show everybody: needs `admin`, and uses nothing of the caller."""
    return [Profile(name=user.name, scopes=sorted(user.scopes)) for user in USERS.values()]
