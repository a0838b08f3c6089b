"""What random applications are made of: types, schemes, and what may be said of each thing."""

SECURITY = """
from {library}.security import (
    APIKeyCookie, APIKeyHeader, APIKeyQuery, HTTPBasic, HTTPBearer, HTTPDigest,
    OAuth2AuthorizationCodeBearer, OAuth2PasswordBearer, OAuth2PasswordRequestForm, OpenIdConnect,
)
"""

DECLARATIONS = """
import datetime, decimal, enum, uuid
from typing import Literal, NamedTuple
from pydantic import ConfigDict, RootModel, Tag, computed_field, field_serializer
from starlette.responses import FileResponse, HTMLResponse
from typing_extensions import TypedDict

T = TypeVar("T")

class Color(enum.Enum):
    "What it looks like."
    red = "red"
    blue = "blue"

class Level(enum.IntEnum):
    low = 1
    high = 2

@dataclasses.dataclass
class Point:
    x: int
    y: float = 0.5

class Row(TypedDict, total=False):
    x: int
    words: list[str]

class Pair(NamedTuple):
    left: int
    right: str

class Tree(BaseModel):
    name: str
    children: list["Tree"] = []

class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int

class Names(RootModel[list[str]]):
    pass

class Film(BaseModel):
    kind: Literal["film"]
    minutes: int

class Song(BaseModel):
    kind: Literal["song"] = "song"
    at: datetime.datetime

class Priced(BaseModel):
    net: decimal.Decimal
    @computed_field
    @property
    def gross(self) -> int:
        return 3
    @field_serializer("net")
    def _net(self, value: decimal.Decimal) -> str:
        return str(value)
"""

SCALARS = (
    *("int", "str", "float", "bool", "Color", "Level", "decimal.Decimal", "uuid.UUID"),
    *("datetime.date", "datetime.timedelta", "Literal['a', 'b']", "int | None", "str | int"),
    *("Annotated[int, Field(gt=2, le=7)]", "Annotated[str, Field(min_length=1, pattern='^a')]"),
)
LISTS = ("list[int]", "set[Color]", "list[str] | None", "tuple[int, ...]", "tuple[int, str]")
SHAPES = (
    *("Point", "Row", "Pair", "Tree", "Page[int]", "Page[Point]", "Page[Tree]", "Names", "Priced"),
    *("Film | Song", "Annotated[Film | Song, Field(discriminator='kind')]", "dict[str, Tree]"),
    *("list[Priced]", "Tree | None", "dict[str, list[Point]]", "bytes", "Any", "dict"),
)
SCHEMES = (
    "OAuth2PasswordBearer(tokenUrl='token', scopes={'read': 'Read', 'write': 'Write'})",
    "OAuth2PasswordBearer(tokenUrl='other', scheme_name='second', auto_error=False)",
    "OAuth2AuthorizationCodeBearer(authorizationUrl='a', tokenUrl='t', scopes={'read': 'R'})",
    "HTTPBearer(bearerFormat='JWT', description='a token')",
    "HTTPBasic(realm='here')",
    "HTTPDigest()",
    "APIKeyHeader(name='X-Key')",
    "APIKeyQuery(name='key', scheme_name='keyed', description='in the query')",
    "APIKeyCookie(name='session')",
    "OpenIdConnect(openIdConnectUrl='/openid')",
)
RETURNED = ("None", "int", "str", "list[str]", "dict[str, int]", "HTMLResponse", "Response")
RESPONSE_CLASSES = ("HTMLResponse", "PlainTextResponse", "RedirectResponse", "FileResponse")
METHODS = ("get", "get", "post", "post", "put", "patch", "delete", "options", "head")

DESCRIBED: dict[str, tuple[str, ...]] = {
    "tags": ("['one']", "['one', 'two']", "[Color.red]"),
    "responses": (
        "{404: {'description': 'None'}}",
        "{404: {'model': <type>}, '5XX': {'description': 'Ours'}}",
        "{200: {'content': {'image/png': {}}}, 'default': {'model': <type>, 'description': 'd'}}",
        "{422: {'model': Tree}, 201: {'headers': {'X-A': {'schema': {'type': 'string'}}}}}",
    ),
    "dependencies": ("[<marker>]", "[<marker>, <marker>]"),
    "deprecated": ("True", "False"),
    "include_in_schema": ("True", "True", "True", "False"),
    "default_response_class": RESPONSE_CLASSES,
    "generate_unique_id_function": ("lambda route: route.name + 'X'",),
    "callbacks": ("[]",),
}
APP = {
    **{name: text for name, text in DESCRIBED.items() if name not in ("tags",)},
    "title": ("'Books'",),
    "summary": ("'All of them'",),
    "description": ("'# Many\\n'",),
    "version": ("'2.0'",),
    "openapi_tags": ("[{'name': 'one', 'description': 'first'}]",),
    "servers": ("[{'url': 'https://example.com'}]",),
    "terms_of_service": ("'https://example.com/terms'",),
    "contact": ("{'name': 'Ann', 'email': 'ann@example.com'}",),
    "license_info": ("{'name': 'MIT', 'identifier': 'MIT'}",),
    "separate_input_output_schemas": ("False", "True"),
}
ROUTER = DESCRIBED
INCLUDED = DESCRIBED
ROUTE = {
    **{n: t for n, t in DESCRIBED.items() if n not in ("default_response_class", "callbacks")},
    "response_model": ("None", "<type>", "<type>"),
    "status_code": ("201", "204", "status.HTTP_202_ACCEPTED", "304"),
    "summary": ("'Shortly'",),
    "description": ("'At length'",),
    "response_description": ("'What came'",),
    "operation_id": ("'its_own'",),
    "name": ("'another name'",),
    "response_class": RESPONSE_CLASSES,
    "response_model_exclude_none": ("True",),
    "openapi_extra": ("{'x-more': {'a': [1]}}", "{'parameters': [{'name': 'z', 'in': 'query'}]}"),
}
WEBHOOK = {name: text for name, text in ROUTE.items() if name != "status_code"}
"""FastAPI refuses an answer with 204 here as well, though nobody ever sends it."""
PARAMETER = {
    "title": ("'Called'",),
    "description": ("'What for'",),
    "deprecated": ("True", "'use the other'"),
    "include_in_schema": ("False", "True"),
    "examples": ("['a', 3]",),
    "openapi_examples": ("{'first': {'summary': 's', 'value': 3}}",),
    "alias": ("'other-name'",),
    "json_schema_extra": ("{'x-hint': 1}",),
}
FIELD = {
    "title": ("'Called'",),
    "description": ("'What for'",),
    "deprecated": ("True",),
    "examples": ("['a', 3]",),
    "alias": ("'otherName'",),
    "json_schema_extra": ("{'x-hint': 1}",),
}
BODY = {
    **FIELD,
    "embed": ("True",),
    "media_type": ("'application/vnd.api+json'",),
    "openapi_examples": ("{'first': {'summary': 's', 'value': {'a': 3}}}",),
}
