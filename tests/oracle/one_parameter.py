"""One parameter of every type from every source, and what may be sent for it.

A program for each type has a route for each source; those that cannot carry it are left out,
and logged, under both libraries.
"""

import json
from collections.abc import Iterator
from typing import Any

from tests.oracle.harness import Call, multipart

DECLARATIONS = """
import datetime, decimal, enum, pathlib, uuid
from collections import deque
from collections.abc import Sequence
from typing import Literal, NamedTuple
from pydantic import AliasChoices, AliasPath, Json, SecretStr
from typing_extensions import TypedDict

class Color(enum.Enum):
    red = "red"
    blue = "blue"

class Level(enum.IntEnum):
    low = 1

class Book(BaseModel):
    title: str
    pages: int = Field(1, gt=0)
    tags: list[str] = []

class Strict(BaseModel):
    model_config = {"extra": "forbid"}
    title: str

class Film(BaseModel):
    kind: Literal["film"]
    minutes: int

class Song(BaseModel):
    kind: Literal["song"]
    seconds: list[int]

@dataclasses.dataclass
class Point:
    x: int
    y: int = 0

class Row(TypedDict):
    x: int

def shown(value):
    if isinstance(value, (set, frozenset)):
        return [type(value).__name__, sorted(map(repr, value))]
    if isinstance(value, UploadFile.__mro__[1]):
        return [value.filename, value.size, value.content_type, value.file.closed]
    if isinstance(value, list) and value and isinstance(value[0], UploadFile.__mro__[1]):
        return [shown(one) for one in value]
    return [type(value).__name__, repr(value)]
"""

ROUTES = """
app = App()
def add(path, endpoint):
    before = list(app.router.routes)
    try:
        app.post(path)(endpoint)
        getattr(app, "verify", lambda: None)()  # ours are raised when it starts
    except Exception:
        app.router.routes[:] = before
        log.append(path)

"""

TYPES: dict[str, tuple[str, ...]] = {
    "int": ("3", "x", "1.0", " 4 "),
    "float": ("1.5", "inf", "x"),
    "bool": ("1", "off", "maybe"),
    "str": ("text", "ü"),
    "bytes": ("text", "ü"),
    "Any": ("text",),
    "decimal.Decimal": ("1.50", "1,5"),
    "uuid.UUID": ("12345678-1234-5678-1234-567812345678", "1234"),
    "datetime.date": ("2026-02-03", "2026-02-30"),
    "datetime.datetime": ("2026-02-03T04:05:06Z", "2026", "soon"),
    "datetime.time": ("04:05", "25:00"),
    "datetime.timedelta": ("P1D", "3600", "x"),
    "pathlib.Path": ("a/b", "a"),
    "SecretStr": ("secret",),
    "Color": ("red", "green"),
    "Level": ("1", "2"),
    "Literal['a', 'b']": ("a", "c"),
    "int | None": ("3", "x", "null"),
    "Optional[str]": ("text", "null"),
    "int | str": ("3", "x"),
    "Annotated[int, Field(gt=2)]": ("3", "2"),
    "Annotated[str, Field(pattern='^a')]": ("ab", "b"),
    "list": ("a",),
    "list[int]": ("3", "x"),
    "list[int] | None": ("3", "x"),
    "list[Color]": ("red", "green"),
    "set[str]": ("a", "b"),
    "frozenset[int]": ("3", "3"),
    "tuple[int, str]": ("3", "x"),
    "tuple[int, ...]": ("3", "x"),
    "Sequence[str]": ("a",),
    "deque[int]": ("3", "x"),
    "list[list[int]]": ("3", "x"),
    "dict[str, int]": ("3", '{"a": 1}'),
    "Json[list[int]]": ("[1, 2]", "[x", "{}"),
    "Json[Book]": ('{"title": "t"}', "{}"),
    "Book": ('{"title": "t", "pages": "2"}', '{"pages": 0}', '{"title": null, "x": 1}'),
    "Book | None": ('{"title": "t"}', "null", "[]"),
    "Strict": ('{"title": "t"}', '{"title": "t", "more": 1}'),
    "Film | Song": ('{"kind": "song", "seconds": [1]}', '{"kind": "film"}', "1"),
    "Annotated[Film | Song, Field(discriminator='kind')]": (
        '{"kind": "film", "minutes": "2"}',
        '{"kind": "x"}',
        "{}",
    ),
    "list[Book]": ('[{"title": "t"}, {}]', "{}"),
    "Point": ('{"x": 1}', '{"x": "a"}', "[1]"),
    "Row": ('{"x": 1, "y": 2}', "{}"),
    "UploadFile": ("text",),
    "UploadFile | None": ("text",),
    "list[UploadFile]": ("text", "more"),
    "list[bytes]": ("text", "more"),
}

# How the parameter stands in the signature.
MARKED = {
    "unmarked": "v: {type}",
    "unmarked with default": "v: {type} = None",
    **{
        name: f"v: Annotated[{{type}}, {name}()]"
        for name in ("Path", "Query", "Header", "Cookie", "Body", "Form", "File")
    },
    **{
        f"{name} with default": f"v: Annotated[{{type}}, {name}()] = None"
        for name in ("Query", "Form", "File")
    },
    "Body embedded": "v: Annotated[{type}, Body(embed=True)]",
    "Form beside a file": "v: Annotated[{type}, Form()], w: Annotated[bytes, File()] = b''",
}

# See docs/differences.md: an unmarked bare list, and a model as JSON in a form.
DIFFERENT = {
    *((marked, "list") for marked in ("unmarked", "unmarked with default")),
    *(
        (f"{marked}{default}", "Json[Book]")
        for marked in ("Form", "File")
        for default in ("", " with default")
    ),
}


def program(type_: str) -> str:
    """Return a program with a route for each way to mark a parameter of one type."""
    routes = [
        f"def endpoint({text.format(type=type_)}):\n    return shown(v)\n"
        f"add({_path(marked)!r}, endpoint)\n"
        for marked, text in MARKED.items()
        if (marked, type_) not in DIFFERENT
    ]
    return DECLARATIONS + ROUTES + "".join(routes)


def calls(type_: str) -> Iterator[Call]:
    """Yield the requests made to it, right ones and wrong ones."""
    values = TYPES[type_]
    for marked in MARKED:
        path = _path(marked)
        if marked == "Path":
            for value in values:
                yield Call("POST", path.format(v=value))
        else:
            for options in _options(marked.partition(" ")[0], values):
                yield Call("POST", path, options)


def _path(marked: str) -> str:
    path = "/" + marked.replace(" ", "-")
    return path + "/{v}" if marked == "Path" else path


def _options(source: str, values: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    yield {}
    fields = [parsed for value in values if isinstance(parsed := _parsed(value), dict)]
    if source in ("unmarked", "Query"):
        yield from ({"params": {"v": value}} for value in ("", *values))
        yield {"params": {"v": values}}
        yield from ({"params": {**one, "other": "1"}} for one in fields)
    if source == "Header":
        yield from ({"headers": {"v": value}} for value in ("", *values) if value.isascii())
        yield {"headers": [("v", value) for value in values if value.isascii()]}
        yield from ({"headers": {name: str(one[name]) for name in one}} for one in fields)
    if source == "Cookie":
        yield from ({"headers": {"cookie": f"v={value}"}} for value in values if value.isascii())
        yield from (
            {"headers": {"cookie": "; ".join(f"{name}={one[name]}" for name in one)}}
            for one in fields
        )
    if source in ("unmarked", "Body"):
        yield from ({"json": _parsed(value)} for value in values)
        yield from ({"json": {"v": _parsed(value), "w": "x"}} for value in values)
        odd: tuple[Any, ...] = ([], {}, None, 0, "", False, {"w": 1})
        yield from ({"json": one} for one in odd)
        yield {"content": values[0].encode()}
        yield {"content": b"{broken", "headers": {"content-type": "application/json"}}
        yield {"content": b"\xff", "headers": {"content-type": "application/json"}}
        yield {
            "content": json.dumps(_parsed(values[0])),
            "headers": {"content-type": "application/problem+json; charset=utf-8"},
        }
    if source in ("unmarked", "Form", "File", "Body"):
        yield from ({"data": {"v": value}} for value in ("", *values))
        yield {"data": {"v": list(values), "w": "1"}}
        yield from ({"data": {**one, "other": ["1", ""]}} for one in fields)
        yield multipart([("v", ("n.txt", value.encode(), "text/plain")) for value in values])
        yield multipart([("v", ("", b""))], w="2")
        yield multipart([("w", ("w.bin", b"\x00\xff"))], v=values[0])
    if source in ("Form", "File"):
        for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "text/plain"):
            yield {"content": b"--x\r\nbroken", "headers": {"content-type": kind}}


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
