"""One application that reads from every place a value can come from.

The path, the query, headers, cookies, JSON bodies, forms, files, credentials and the connection;
one by one, as lists, and as models of several keys.

    uvicorn examples.every_source:app
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, Json
from starlette.requests import HTTPConnection
from typing_extensions import TypedDict  # pydantic asks for it before Python 3.12

from typed_depends import (
    App,
    BackgroundTasks,
    Body,
    Cookie,
    Depends,
    File,
    Form,
    Header,
    Path,
    Query,
    Request,
    Response,
    Router,
    Security,
    UploadFile,
    WebSocket,
    status,
)
from typed_depends.security import (
    APIKeyCookie,
    APIKeyHeader,
    APIKeyQuery,
    HTTPAuthorizationCredentials,
    HTTPBasic,
    HTTPBasicCredentials,
    HTTPBearer,
    OAuth2PasswordBearer,
    OAuth2PasswordRequestForm,
    SecurityScopes,
)

app = App(title="Every source")


class Color(StrEnum):
    """A value out of a few."""

    RED = "red"
    GREEN = "green"


# --- path ---------------------------------------------------------------------------------


@app.get("/path/{number}/{color}/{identity}")
def read_path(
    number: Annotated[int, Path(ge=0, le=1000)], color: Color, identity: UUID
) -> dict[str, str]:
    """Read three placeholders."""
    return {"number": str(number), "color": color, "identity": str(identity)}


@app.get("/files/{file:path}", responses={404: {"description": "No path of one line"}})
def read_rest_of_path(file: Annotated[str, Path(max_length=100)]) -> str:
    """Read the rest of the path, slashes and all."""
    return file


# --- query --------------------------------------------------------------------------------


@app.get("/query")
def read_query(
    word: Annotated[str, Query(min_length=1, max_length=20, pattern="^[a-z]+$")],
    number: Annotated[int | None, Query(ge=-5, lt=5)] = None,
    flag: bool = False,
    day: date | None = None,
    price: Annotated[Decimal, Query(ge=0, max_digits=6, decimal_places=2)] = Decimal("1.00"),
    duration: timedelta = timedelta(seconds=1),
    renamed: Annotated[str, Query(alias="other-name")] = "",
    old: Annotated[str | None, Query(deprecated=True)] = None,
    hidden: Annotated[str | None, Query(include_in_schema=False)] = None,
) -> list[str]:
    """Read single values."""
    values = (word, number, flag, day, price, duration, renamed, old, hidden)
    return [str(value) for value in values]


@app.get("/query/lists")
def read_query_lists(
    numbers: Annotated[list[int], Query(max_length=5)] = [],  # noqa: B006  never changed
    colors: Annotated[set[Color] | None, Query()] = None,
    pair: Annotated[tuple[int, str] | None, Query()] = None,
) -> int:
    """Read keys that may be repeated, and count what they hold."""
    return len(numbers) + len(colors or ()) + len(pair or ())


class Filter(BaseModel):
    """Several keys of the query, and no other."""

    model_config = ConfigDict(extra="forbid")

    skip: int = Field(default=0, ge=0)
    limit: int = Field(default=10, gt=0, le=100)
    order: Literal["name", "age"] = "name"
    tags: list[str] = []


@app.get("/query/model")
def read_query_model(chosen: Annotated[Filter, Query()]) -> Filter:
    """Read a model from the query."""
    return chosen


# --- headers and cookies ------------------------------------------------------------------


class Tracing(BaseModel):
    """Several headers."""

    x_trace: str = Field(default="", max_length=50)
    x_hops: list[int] = []


@app.get("/headers")
def read_headers(
    user_agent: Annotated[str | None, Header()] = None,
    x_number: Annotated[int, Header(ge=0)] = 0,
    x_many: Annotated[list[str] | None, Header()] = None,
    under_score: Annotated[str | None, Header(convert_underscores=False)] = None,
) -> list[str]:
    """Read single headers and a repeated one."""
    return [str(value) for value in (user_agent, x_number, x_many, under_score)]


@app.get("/headers/model")
def read_header_model(tracing: Annotated[Tracing, Header()]) -> Tracing:
    """Read a model from headers."""
    return tracing


class Session(BaseModel):
    """Several cookies."""

    theme: Literal["dark", "light"] = "light"
    visits: int = Field(default=0, ge=0)


@app.get("/cookies")
def read_cookies(
    session: Annotated[UUID | None, Cookie()] = None, visits: Annotated[int, Cookie(ge=0)] = 0
) -> list[str]:
    """Read single cookies."""
    return [str(session), str(visits)]


@app.get("/cookies/model")
def read_cookie_model(session: Annotated[Session, Cookie()]) -> Session:
    """Read a model from cookies."""
    return session


# --- bodies -------------------------------------------------------------------------------

UNREADABLE: dict[int | str, dict[str, Any]] = {400: {"description": "The body cannot be read"}}


class Cat(BaseModel):
    """A pet that has lives."""

    kind: Literal["cat"]
    lives: int = Field(ge=0, le=9)


class Dog(BaseModel):
    """A pet that barks."""

    kind: Literal["dog"]
    loud: bool


@dataclass
class Address:
    """A dataclass."""

    street: Annotated[str, Field(max_length=50)]
    number: int | None = None


class Options(TypedDict, total=False):
    """A dictionary of known keys."""

    gift: bool
    color: Color


class Order(BaseModel):
    """A model with models in it."""

    pets: list[Annotated[Cat | Dog, Field(discriminator="kind")]] = Field(max_length=5)
    address: Address
    placed: datetime | None = None
    notes: dict[str, str] = {}


bodies = Router(prefix="/body", tags=["body"], responses=UNREADABLE)


@bodies.post("/model", status_code=status.HTTP_201_CREATED)
def read_model(order: Order) -> Order:
    """Read the whole body as a model."""
    return order


@bodies.put("/dataclass")
def read_dataclass(address: Address) -> Address:
    """Read the whole body as a dataclass."""
    return address


@bodies.patch("/dictionary")
def read_dictionary(options: Options) -> Options:
    """Read the whole body as a `TypedDict`."""
    return options


@bodies.post("/union")
def read_union(pet: Annotated[Cat | Dog, Body(discriminator="kind")]) -> Cat | Dog:
    """Read one of two models; `kind` says which."""
    return pet


@bodies.post("/list")
def read_list(numbers: list[Annotated[int, Field(ge=0)]]) -> int:
    """Read a list of numbers and add them up."""
    return sum(numbers)


@bodies.post("/several")
def read_several(
    cat: Cat, address: Address, count: Annotated[int, Body(ge=1)] = 1
) -> dict[str, Any]:
    """Read several bodies, each under its own key."""
    return {"cat": cat, "address": address, "count": count}


@bodies.post("/embedded")
def read_embedded(dog: Annotated[Dog, Body(embed=True)]) -> Dog:
    """Read one body under its key."""
    return dog


@bodies.post("/scalar")
def read_scalar(number: Annotated[float | None, Body(allow_inf_nan=False)] = None) -> float:
    """Read a single value, or none."""
    return number or 0.0


app.include_router(bodies)

# --- forms and files ----------------------------------------------------------------------


class Survey(BaseModel):
    """Several fields of a form, and no other."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=20)
    age: int = Field(ge=0, le=150)
    likes: list[Color] = []


forms = Router(tags=["forms"], responses=UNREADABLE)


@forms.post("/form")
def read_form(
    name: Annotated[str, Form(min_length=1, max_length=20)],
    age: Annotated[int, Form(ge=0, le=150)],
    extra: Annotated[Json[list[int]], Form(default_factory=list)],
) -> list[str]:
    """Read fields of a form, JSON in one of them."""
    return [name, str(age), str(extra)]


@forms.post("/form/model")
def read_form_model(survey: Annotated[Survey, Form()]) -> Survey:
    """Read a model from a form."""
    return survey


@forms.post("/form/password")
def read_password_form(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> list[str]:
    """Read OAuth 2's form, and show the scopes."""
    return form.scopes


@forms.post("/files")
async def read_files(
    first: UploadFile,
    raw: Annotated[bytes, File(max_length=1000)] = b"",
    more: Annotated[list[UploadFile] | None, File()] = None,
    note: Annotated[str, Form(max_length=100)] = "",
) -> int:
    """Read files and a field beside them, and count the bytes."""
    contents = [await file.read() for file in (first, *(more or ()))]
    return sum(map(len, (*contents, raw, note.encode())))


app.include_router(forms)

# --- credentials --------------------------------------------------------------------------


def who(
    scopes: SecurityScopes, token: Annotated[str, Depends(OAuth2PasswordBearer("form/password"))]
) -> str:
    """Tell who is calling, and what was asked for: this takes everybody's word."""
    return f"{token} ({scopes.scope_str})"


secured = Router(prefix="/security", tags=["security"])


@secured.get("/keys")
def read_keys(
    query: Annotated[str | None, Security(APIKeyQuery(name="key", auto_error=False))],
    header: Annotated[str | None, Security(APIKeyHeader(name="X-Key", auto_error=False))],
    cookie: Annotated[str | None, Security(APIKeyCookie(name="key", auto_error=False))],
) -> list[str | None]:
    """Read a key from three places, none of which has to have one."""
    return [query, header, cookie]


@secured.get("/basic")
def read_basic(credentials: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]) -> str:
    """Read a name and a password."""
    return credentials.username


@secured.get("/bearer")
def read_bearer(credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> str:
    """Read a bearer token."""
    return credentials.credentials


@secured.get("/scopes")
def read_scopes(caller: Annotated[str, Security(who, scopes=["read", "write"])]) -> str:
    """Read a token of OAuth 2."""
    return caller


app.include_router(secured, responses={401: {"description": "No credentials"}})


# --- the connection -----------------------------------------------------------------------

visited: list[str] = []


def address_of(connection: HTTPConnection) -> str:
    """Tell the path of a request or a WebSocket."""
    return connection.url.path


def counted() -> Iterator[int]:
    """Count what was visited so far."""
    yield len(visited)


@app.get("/connection")
def read_connection(
    request: Request,
    response: Response,
    tasks: BackgroundTasks,
    path: Annotated[str, Depends(address_of)],
    count: Annotated[int, Depends(counted)],
) -> dict[str, str | int]:
    """Use the request, the response to be, and what is to be done afterwards."""
    response.headers["X-Count"] = str(count)
    response.set_cookie("last", "connection")
    tasks.add_task(visited.append, path)
    return {"method": request.method, "path": path, "count": count}


@app.websocket("/connection")
async def talk(socket: WebSocket, path: Annotated[str, Depends(address_of)]) -> None:
    """Say the path, and hang up."""
    await socket.accept()
    await socket.send_text(path)
    await socket.close()
