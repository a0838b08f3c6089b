"""What FastAPI and typed_depends have in common: the same programs, other imports."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from benchmarks.requests.contenders.source import all_providers, function, run, total, value
from benchmarks.requests.shapes import Shape, Style

_NAMES = """
from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from typing import Annotated
"""

_ADMIN = """
from typing import Annotated
from pydantic import BaseModel

class Item(BaseModel):
    name: str
    price: float
    tags: list[str] = []

class User(BaseModel):
    name: str
    role: str

app = {app}()

async def token(authorization: Annotated[str, Header()]) -> str:
    scheme, _, credentials = authorization.partition(" ")
    if scheme != "Bearer":
        raise HTTPException(401)
    return credentials

async def user(token: Annotated[str, Depends(token)]) -> User:
    name, _, role = token.partition(":")
    return User(name=name, role=role)

async def admin(user: Annotated[User, Depends(user)]) -> User:
    if user.role != "admin":
        raise HTTPException(403)
    return user

@app.post("/items/{{item_id}}")
async def endpoint(
    item_id: int,
    item: Item,
    admin: Annotated[User, Depends(admin)],
    page: int = 1,
    size: Annotated[int, Query(le=100)] = 20,
) -> Answer:
    return {{
        "item": item_id, "by": admin.name, "page": page, "size": size,
        "name": item.name, "price": item.price, "tags": item.tags,
    }}
"""

_ANSWER = """
from typing import Any
Answer = dict[str, Any]
"""


def application(imports: str, app: str, routes: Mapping[str, Shape]) -> str:
    """Return the source of the application."""
    lines = [_NAMES, imports, f"app = {app}()"]
    for one, style in all_providers(routes):
        lines.append(function(one.name, map(_ask, one.needs), style, value(one)))
    for number, (path, shape) in enumerate(routes.items()):
        style = Style.DEF if shape.style is Style.DEF else Style.ASYNC
        answer = f'{{"value": {total(shape)}}}'
        needs = map(_ask, shape.needs)
        lines.append(f"@app.get({path!r})")
        lines.append(function(f"endpoint_{number}", needs, style, answer, "dict[str, int]"))
    return "\n".join(lines)


def admin(imports: str, app: str) -> Any:
    """Return the application that reads a request."""
    return run(imports, _ANSWER, _ADMIN.format(app=app))["app"]


def endpoint(source: str) -> Callable[..., Awaitable[Any]]:
    """Return the first endpoint of an application."""
    found: Callable[..., Awaitable[Any]] = run(source)["endpoint_0"]
    return found


def _ask(name: str) -> str:
    return f"{name}: Annotated[int, Depends({name})]"
