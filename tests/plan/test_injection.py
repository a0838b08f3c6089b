"""Whatever a user's words are, the emitted code is that of the same program with tame words."""

import ast
import enum
from collections.abc import AsyncIterator, Callable, Iterator
from inspect import Parameter, Signature
from typing import Annotated, Any, cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from typed_depends import App, Cookie, Depends, Header, Query, Security, SecurityScopes
from typed_depends.plan.emit.emitter import Purpose, emit

ATTACK = "').__class__; __import__('os')._exit(7)\n#"
"""Ends the process if it ever runs, from within a string, a call, a line or a comment."""

FRAGMENTS = (
    "'",
    '"',
    '"""',
    "\\",
    "\n",
    "\r",
    "\x85",
    "\u2028",
    "#",
    "{",
    "}",
    "%s",
    ")",
    ";",
    "\0",
)
WORDS = st.one_of(
    st.text(max_size=12),
    st.lists(st.sampled_from((*FRAGMENTS, ATTACK, "raise SystemExit")), max_size=6).map("".join),
    st.sampled_from(("class", "None", "__debug__", "run", "len", "ﬁ", "日本", "0", "self")),
)
IDENTIFIERS = st.one_of(
    st.sampled_from(
        ("run", "errors", "raw", "read", "hop", "ﬁ", "日本", "__class__", "print", "__x")
    ),
    st.from_regex(r"[^\W\d]\w{0,8}", fullmatch=True),
).filter(lambda name: name.isidentifier() and name not in ("None", "True", "False"))


class Evil(str):
    """A string that is code wherever it is shown."""

    def __repr__(self) -> str:
        return ATTACK

    __str__ = __repr__


class EvilNumber(int):
    """A number that is code wherever it is shown."""

    def __repr__(self) -> str:
        return ATTACK

    __str__ = __repr__


class EvilColour(enum.Enum):
    """A member of an enumeration that is code wherever it is shown."""

    RED = "red"

    def __repr__(self) -> str:
        return ATTACK

    __str__ = __repr__


DEFAULTS = (
    "plain",
    3,
    None,
    True,
    2.5,
    float("nan"),
    b"x",
    Evil("e"),
    EvilNumber(4),
    EvilColour.RED,
)


def named(call: Callable[..., Any], word: str) -> Callable[..., Any]:
    """Put `word` wherever a function says who it is."""
    call.__name__ = call.__qualname__ = call.__module__ = call.__doc__ = word
    inner = cast("Any", call)
    inner.__code__ = inner.__code__.replace(co_filename=word)
    return call


def application(word: str, parameter: str, default: Any, scope: str) -> tuple[App, Any]:
    """Return an application that has `word` in every place that takes text, and its endpoint."""
    app = App()

    def plain(
        first: Annotated[Any, Query(alias=f"q{word}", description=word)] = default,
        second: Annotated[str, Cookie(alias=f"c{word}")] = word,
        third: Annotated[str, Header(alias="x-h", title=word)] = word,
    ) -> object:
        return first

    def neighbour(scopes: SecurityScopes) -> str:
        return scopes.scope_str

    async def opened(held: Annotated[Any, Depends(named(plain, word))]) -> AsyncIterator[object]:
        yield held

    def entered(held: Annotated[Any, Depends(named(opened, word))]) -> Iterator[object]:
        yield held

    namespace: dict[str, Any] = {"Depends": Depends, "entered": named(entered, word)}
    exec(f"async def home({parameter}=Depends(entered), other=None): return None", namespace)
    home = namespace["home"]
    home.__defaults__ = (home.__defaults__[0], Security(named(neighbour, word), scopes=[scope]))
    app.get("/", operation_id=word, summary=word, description=word, name=word)(named(home, word))
    return app, home


def shape(source: str) -> str:
    """Return the code without the user's words: each name and each constant is like any other."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.Name():
                node.id = "name"
            case ast.Constant():
                node.value = "constant"
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                node.name = "name"
            case ast.keyword():
                node.arg = "name"
            case ast.Nonlocal():
                node.names = ["name"] * len(node.names)
    return ast.dump(tree)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, IDENTIFIERS, st.sampled_from(DEFAULTS), WORDS)
@example(ATTACK, "run", Evil("e"), ATTACK)
def test_words_never_become_code(word: str, parameter: str, default: Any, scope: str) -> None:
    app, home = application(word, parameter, default, scope)
    tame = "tame" if type(default) in (str, Evil, EvilNumber, EvilColour, bytes) else default
    twin, twins_home = application("tame", "value", tame, "tame")
    for purpose in Purpose:
        found = emit(app.plan(home).sound(), purpose).source
        expected = emit(twin.plan(twins_home).sound(), purpose).source
        if type(default) is type(tame):
            assert shape(found) == shape(expected)
        assert "_exit" not in {
            node.attr for node in ast.walk(ast.parse(found)) if isinstance(node, ast.Attribute)
        }
    if "\0" not in word:
        assert TestClient(app).get("/").status_code == 200


def test_names_that_python_would_spell_alike_stay_apart() -> None:
    app = App()

    def given(**values: int) -> dict[str, int]:
        return values

    one, other = (Annotated[int, Depends(lambda value=value: value)] for value in (1, 2))
    cast("Any", given).__signature__ = Signature(
        [
            Parameter(name, Parameter.KEYWORD_ONLY, annotation=marker)
            for name, marker in (("fi", one), ("ﬁ", other))
        ]
    )
    app.get("/")(given)
    assert TestClient(app).get("/").json() == {"fi": 1, "ﬁ": 2}


@pytest.mark.parametrize("word", [ATTACK, "</script><script>alert(1)</script>"])
def test_the_pages_escape_what_they_show(word: str) -> None:
    """Names, titles and descriptions stand in HTML and in scripts, and end neither."""
    app, _ = application(word, "value", word, word)
    app.title = word
    client = TestClient(app)
    for page in ("/docs", "/redoc", "/docs/dependencies"):
        text = client.get(page).text
        assert "<script>alert(1)" not in text
