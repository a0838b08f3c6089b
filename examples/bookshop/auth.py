"""Who is calling: credentials -> token -> current user -> admin.

Each link is a provider that asks for the link before it. However many
parameters lead to `current_user`, one request looks the user up once.
"""

import logging
from typing import Annotated, Any

from sqlalchemy import select

from typed_depends import Depends, HTTPException, status
from typed_depends.security import HTTPAuthorizationCredentials, HTTPBearer

from . import tokens
from .db import Database
from .models import User
from .tokens import Token

log = logging.getLogger(__name__)


REFUSALS: dict[int | str, dict[str, Any]] = {
    status.HTTP_401_UNAUTHORIZED: {"description": "Nobody is known by this token"},
    status.HTTP_403_FORBIDDEN: {"description": "Only an admin may do this"},
}
"""What the document says of everything that needs a token."""


def unauthorized(reason: str) -> HTTPException:
    """Ask for a token, as RFC 6750 has it."""
    challenge = {"WWW-Authenticate": "Bearer"}
    return HTTPException(status.HTTP_401_UNAUTHORIZED, reason, headers=challenge)


header = HTTPBearer(description="A token of the form `name.secret`")
"""Reads `Authorization: Bearer …`, refuses what has none, and gives `/docs` its *Authorize*."""


async def bearer_token(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(header)],
) -> Token:
    """Read the token."""
    token = tokens.parse(credentials.credentials)
    if token is None:
        raise unauthorized("The token is not of the form name.secret")
    return token


def current_user(token: Annotated[Token, Depends(bearer_token)], database: Database) -> User:
    """Look up whose token it is."""
    user = database.scalar(select(User).where(User.name == token.name))
    log.info("looked up the owner of a token")
    if not tokens.matches(token.secret, user.secret_digest if user else None) or user is None:
        raise unauthorized("Nobody has this token")
    return user


CurrentUser = Annotated[User, Depends(current_user)]


async def require_admin(user: CurrentUser) -> User:
    """Let admins pass."""
    if not user.is_admin:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Only an admin may do this")
    return user


Admin = Annotated[User, Depends(require_admin)]
