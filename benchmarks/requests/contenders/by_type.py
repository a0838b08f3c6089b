"""What dishka and wireup have in common: a provider is asked for by its type."""

from benchmarks.requests.contenders.source import function, total, value
from benchmarks.requests.shapes import Shape, Style

ADMIN_MODELS = """
from typing import Annotated, NewType
from pydantic import BaseModel, TypeAdapter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

class Item(BaseModel):
    name: str
    price: float
    tags: list[str] = []

class User(BaseModel):
    name: str
    role: str

class Admin(User):
    pass

Token = NewType("Token", str)
whole = TypeAdapter(int)
"""

ADMIN_PROVIDERS = """
{mark}
async def token(request: Request) -> Token:
    scheme, _, credentials = request.headers["authorization"].partition(" ")
    if scheme != "Bearer":
        raise HTTPException(401)
    return Token(credentials)

{mark}
async def user(token: Token) -> User:
    name, _, role = token.partition(":")
    return User(name=name, role=role)

{mark}
async def admin(user: User) -> Admin:
    if user.role != "admin":
        raise HTTPException(403)
    return Admin(name=user.name, role=user.role)

@inject
async def endpoint(request: Request, admin: {ask}) -> JSONResponse:
    item_id = whole.validate_python(request.path_params["item_id"])
    page = whole.validate_python(request.query_params.get("page", 1))
    size = whole.validate_python(request.query_params.get("size", 20))
    if size > 100:
        raise HTTPException(422)
    item = Item.model_validate(await request.json())
    return JSONResponse({{
        "item": item_id, "by": admin.name, "page": page, "size": size,
        "name": item.name, "price": item.price, "tags": item.tags,
    }})
"""


def providers(shape: Shape, mark: str) -> list[str]:
    """Return the source of a shape's providers, each decorated with `mark`."""
    style = Style.ASYNC if shape.style is Style.ASYNC else shape.style
    lines = [f'{_type(one.name)} = NewType("{_type(one.name)}", int)' for one in shape.providers]
    for one in shape.providers:
        needs = (f"{need}: {_type(need)}" for need in one.needs)
        lines.append(mark + function(one.name, needs, style, value(one), _type(one.name)))
    return lines


def endpoint(shape: Shape, ask: str, result: str, first: str = "request: Request") -> str:
    """Return the source of the endpoint; `ask` marks a parameter that is injected."""
    needs = (f"{need}: {ask}[{_type(need)}]" for need in shape.needs)
    before = (first,) if first else ()
    return "@inject\n" + function(
        "endpoint", (*before, *needs), Style.ASYNC, result.format(total(shape)), "Any"
    )


def _type(name: str) -> str:
    return name.upper()
