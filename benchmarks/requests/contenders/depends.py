"""What FastAPI and typed_depends have in common: the same programs, other imports."""

from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks.requests.contenders.source import depends_program, run
from benchmarks.requests.shapes import Shape

_NAMES = "from collections.abc import AsyncIterator\nfrom typing import Annotated\n"

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


def graph(imports: str, app: str, shape: Shape) -> Any:
    """Return the application for a shape."""
    names = depends_program(
        _NAMES + imports,
        shape,
        lambda endpoint: f'app = {app}()\n@app.get("/")\n{endpoint}',
    )
    return names["app"]


def admin(imports: str, app: str) -> Any:
    """Return the application that reads a request."""
    return run([imports, _ANSWER, _ADMIN.format(app=app)])["app"]


def endpoint(imports: str, shape: Shape) -> Callable[..., Awaitable[Any]]:
    """Return the endpoint of a shape, registered nowhere."""
    found: Callable[..., Awaitable[Any]] = depends_program(
        _NAMES + imports, shape, lambda endpoint: endpoint
    )["endpoint"]
    return found
