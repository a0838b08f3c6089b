"""What dishka and wireup have in common: a provider is asked for by its type."""

from collections.abc import Iterator, Mapping

from benchmarks.requests.contenders.source import all_providers, function, total, value
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


def providers(routes: Mapping[str, Shape], mark: str) -> Iterator[str]:
    """Yield the source of all providers, each decorated with `mark`."""
    for one, style in all_providers(routes):
        yield f'{type_of(one.name)} = NewType("{type_of(one.name)}", int)'
        needs = (f"{need}: {type_of(need)}" for need in one.needs)
        yield mark + function(one.name, needs, style, value(one), type_of(one.name))


def endpoints(routes: Mapping[str, Shape], ask: str) -> Iterator[str]:
    """Yield the source of all endpoints, and of `routes`; `ask` marks what is injected."""
    for number, shape in enumerate(routes.values()):
        needs = (f"{need}: {ask}[{type_of(need)}]" for need in shape.needs)
        result = f'JSONResponse({{"value": {total(shape)}}})'
        head = ("request: Request", *needs)
        yield "@inject\n" + function(f"endpoint_{number}", head, Style.ASYNC, result, "Any")
    listed = (f"Route({path!r}, endpoint_{number})" for number, path in enumerate(routes))
    yield f"routes = [{', '.join(listed)}]"


ADMIN_ROUTES = 'routes = [Route("/items/{item_id}", endpoint, methods=["POST"])]'


def type_of(name: str) -> str:
    """Return the name of the type by which a provider's value is asked for."""
    return name.upper()
