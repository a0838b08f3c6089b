"""Litestar: named dependencies, plain functions on worker threads as FastAPI's are."""

from collections.abc import Mapping
from typing import Any, Final

from benchmarks.requests.contenders.source import all_providers, function, run, total, value
from benchmarks.requests.shapes import Shape, Style

IMPORTS: Final = """
from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from litestar import Litestar, get
from litestar.di import Provide
"""

_ADMIN = """
from typing import Annotated, Any
from litestar import Litestar, post
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.params import Parameter
from pydantic import BaseModel

class Item(BaseModel):
    name: str
    price: float
    tags: list[str] = []

class User(BaseModel):
    name: str
    role: str

async def token(authorization: Annotated[str, Parameter(header="authorization")]) -> str:
    scheme, _, credentials = authorization.partition(" ")
    if scheme != "Bearer":
        raise HTTPException(status_code=401)
    return credentials

async def user(token: str) -> User:
    name, _, role = token.partition(":")
    return User(name=name, role=role)

async def admin(user: User) -> User:
    if user.role != "admin":
        raise HTTPException(status_code=403)
    return user

@post(
    "/items/{item_id:int}",
    status_code=200,
    dependencies={"token": Provide(token), "user": Provide(user), "admin": Provide(admin)},
)
async def endpoint(
    item_id: int,
    data: Item,
    admin: User,
    page: int = 1,
    size: Annotated[int, Parameter(le=100)] = 20,
) -> dict[str, Any]:
    return {
        "item": item_id, "by": admin.name, "page": page, "size": size,
        "name": data.name, "price": data.price, "tags": data.tags,
    }

app = Litestar([endpoint], openapi_config=None)
"""


def application(routes: Mapping[str, Shape]) -> str:
    """Return the source of the application."""
    lines = [IMPORTS]
    for one, style in all_providers(routes):
        needs = (f"{need}: int" for need in one.needs)
        lines.append(function(one.name, needs, style, value(one)))
    for number, (path, shape) in enumerate(routes.items()):
        threads = ", sync_to_thread=True" if shape.style is Style.DEF else ""
        provided = ", ".join(
            f'"{one.name}": Provide({one.name}{threads})' for one in shape.providers
        )
        lines.append(f"@get({path!r}, dependencies={{{provided}}}{threads})")
        style = Style.DEF if shape.style is Style.DEF else Style.ASYNC
        needs = (f"{need}: int" for need in shape.needs)
        answer = f'{{"value": {total(shape)}}}'
        lines.append(function(f"endpoint_{number}", needs, style, answer, "dict[str, int]"))
    names = ", ".join(f"endpoint_{number}" for number in range(len(routes)))
    lines.append(f"app = Litestar([{names}], openapi_config=None)")
    return "\n".join(lines)


def admin() -> Any:
    """Return the application that reads a request."""
    return run(_ADMIN)["app"]
