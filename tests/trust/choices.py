"""What a random package is made of: types, kinds of providers, sources, and mistakes."""

import sys
from typing import Final

GOODS: Final = {
    "Apple": "Apple()",
    "Pippin": "Pippin()",
    "Bread": "Bread()",
    "Box[Apple]": "Box(Apple())",
    "Box[Bread]": "Box(Bread())",
    "int": "3",
    "bool": "True",
    "float": "2.5",
    "str": '"x"',
    "Literal['a']": '"a"',
    "list[Apple]": "[Apple()]",
    "list[Bread]": "[Bread()]",
    "Sequence[Apple]": "(Apple(),)",
    "Apple | None": "None",
    "None": "None",
    "dict[str, int]": '{"x": 1}',
    "Basket": 'Basket(name="x")',
    "Colour": "Colour.RED",
    "tuple[int, str]": '(1, "x")',
    "type[Apple]": "Apple",
    "Callable[[], Apple]": "grow",
    "Iterator[Apple]": "iter([Apple()])",
}
"""What a provider may provide, and a value that is of this type and of no narrower one."""

ALSO: Final = {
    "Apple": ("Apple | None", "Eaten"),
    "Pippin": ("Apple", "Apple | None", "Eaten"),
    "int": ("float",),
    "bool": ("int", "float"),
    "Literal['a']": ("str",),
    "list[Apple]": ("Sequence[Apple]",),
    "None": ("Apple | None",),
    "type[Apple]": ("Callable[[], Apple]",),
}
"""What else each may be declared as; `object` and `Any` go without saying."""

DECLARED: Final = (*GOODS, "Eaten", "object", "Any")

CLASSES: Final = ("Apple", "Pippin", "Bread")
"""Types that a class may derive from."""

NEWER: Final = sys.version_info >= (3, 12)
"""Whether there are type parameters and `type` statements (PEP 695)."""

KINDS: Final = (
    *("function", "coroutine", "generator", "async generator") * 5,
    *("attrs", "heir attrs", "keyword attrs", "keyword dataclass"),
    *(("newer generic",) if NEWER else ()),
    *("class", "heir class", "new class", "dataclass", "heir dataclass", "generic"),
    *("tuple", "model", "instance", "async instance", "yielding instance"),
    *("async yielding instance", "method", "async method", "yielding method", "static"),
    *("async static", "classmethod", "yielding classmethod", "holder", "heir of holder"),
    *("partial", "named partial", "wrapped", "generator wrapped", "coroutine wrapped"),
    *("async generator wrapped", "overloaded", "cached", "factory", "lambda"),
)
"""The last word says what it is, those before it how it is made."""
BARE_KINDS: Final = frozenset({"cached", "factory", "lambda"})
"""Kinds that take no parameters."""
CLASS_KINDS: Final = frozenset(
    {"class", "dataclass", "attrs", "generic", "tuple", "model", "controller"}
)
FIELD_KINDS: Final = frozenset({"dataclass", "attrs", "tuple", "model"})
"""Classes whose parameters are fields."""
OPAQUE_KINDS: Final = frozenset({"generic", "tuple", "model", "controller"})
"""Classes that are nothing but themselves."""

UNTYPED_KINDS: Final = frozenset(
    {"function", "coroutine", "generator", "instance", "method", "static", "classmethod"}
    | {"class", "partial", "wrapped", "cached"}
)
"""Kinds that can go without saying what they return."""

OWN: Final = "own class"
"""Declared as the very class that is the provider."""

SOUND_VALUES: Final = {
    "query": "int",
    "query default": "int = 3",
    "query optional": "str | None = None",
    "query marked": "Annotated[int, Query(ge=0)]",
    "query list": "Annotated[list[int], Query()]",
    "query as default": "int = Query(ge=0)",
    "header": "Annotated[str, Header()]",
    "cookie": "Annotated[str, Cookie()] = ''",
    "connection": "HTTPConnection",
}
HTTP_VALUES: Final = {
    "request": "Request",
    "response": "Response",
    "background": "BackgroundTasks",
    "oauth": "SecurityScopes",
}
BODY_VALUES: Final = {
    "json": "Annotated[int, Body(embed=True)]",
    "json model": "Annotated[Stock, Body(embed=True)]",
    "json unmarked": "Stock",
}
SOCKET_VALUES: Final = {"socket": "WebSocket"}
FORM_VALUES: Final = {
    "form": "Annotated[str, Form()]",
    "form default": "Annotated[str, Form()] = 'x'",
    "form list": "Annotated[list[int], Form()]",
    "file": "UploadFile",
    "file marked": "Annotated[bytes, File()]",
}
OF_THE_REQUEST: Final = frozenset({*HTTP_VALUES, *BODY_VALUES, *FORM_VALUES})
"""What a WebSocket has not."""
VALUES: Final = {**SOUND_VALUES, **HTTP_VALUES, **BODY_VALUES, **FORM_VALUES, **SOCKET_VALUES}
BARE_VALUES: Final = {"query bare": "{}", "query bare default": "{} = 3"}
"""Values without an annotation."""
MODEL_VALUES: Final = ("query", "query default", "query optional")
"""What the fields of a model say as well as parameters do."""
WRONG_VALUES: Final = {
    "args": "*{}: int",
    "kwargs": "**{}: int",
    "positional": "{}: int, /",
    "unfillable": "{}: Bread",
    "unfillable list": "{}: list[Bread] | None",
    "unfillable marked": "{}: Annotated[Bread, Query()]",
    "socket": "{}: WebSocket",
    "request": "{}: Request",
    "path": "{}: Annotated[int, Path()]",
    "marked connection": "{}: Annotated[Request, Query()]",
    "inside": "{}: Annotated[int, Query(default=3)]",
    "lost": '{}: "Hidden"',
}

ANSWERS: Final = {
    "None": "None",
    "int": "3",
    "str | None": "None",
    "Stock": "Stock(size=3)",
    "list[Stock]": "[Stock(size=3)]",
    "dict[str, int]": '{"x": 1}',
    "Basket": 'Basket(name="x")',
    "Colour": "Colour.RED",
    "Response": "Response()",
    "Any": "3",
}
"""What an endpoint may answer with, and an answer."""
WRONG_ANSWERS: Final = {
    "Apple": "Apple()",
    "list[Bread]": "[Bread()]",
    "Box[Apple]": "Box(Apple())",
}
"""What no JSON can be made of."""

SLIPS: Final = (
    "unread",
    "called",
    "text",
    "number",
    "nothing",
    "two places",
    "two markers",
    "default beside",
    "unknown scope",
    "letters",
    "abstract",
    "protocol",
    "manager",
    "lost",
    "lost default",
    "no signature",
)
"""Ways to get a marker wrong."""

OVERRIDE_SLIPS: Final = (
    "lambda with parameter",
    "mock",
    "not callable",
    "called original",
    "called replacement",
)
