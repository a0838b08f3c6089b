"""Who is calling, link by link: header -> token -> user -> admin.

Each link is a provider that asks for the link before it. An endpoint asks for the last link
it needs, and a type alias gives that link a name.

    uvicorn examples.auth_chain:app
"""

from dataclasses import dataclass
from typing import Annotated

from typed_depends import App, Depends, HTTPException, status
from typed_depends.security import HTTPAuthorizationCredentials, HTTPBearer


@dataclass(frozen=True)
class User:
    """Somebody with a token."""

    name: str
    is_admin: bool = False


USERS = {"reads-a-lot": User("rosa"), "keeps-the-keys": User("ada", is_admin=True)}

header = HTTPBearer()


def bearer_token(credentials: Annotated[HTTPAuthorizationCredentials, Depends(header)]) -> str:
    """Take the token out of the header; the scheme has answered 401 if there is none."""
    return credentials.credentials


def current_user(token: Annotated[str, Depends(bearer_token)]) -> User:
    """Look up whose token it is."""
    user = USERS.get(token)
    if user is None:
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED,
            "Nobody has this token",
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    return user


CurrentUser = Annotated[User, Depends(current_user)]


def require_admin(user: CurrentUser) -> User:
    """Let admins pass."""
    if not user.is_admin:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Only an admin may do this")
    return user


Admin = Annotated[User, Depends(require_admin)]

app = App(title="Auth chain")


@app.get("/me")
def read_me(user: CurrentUser) -> User:
    """Show the caller."""
    return user


@app.get("/users")
def list_users(admin: Admin) -> list[User]:
    """List everybody, the admin who asks last."""
    return [*(user for user in USERS.values() if user != admin), admin]
