"""The emitted source: readable, and with nothing of the user's in it but checked names."""

import ast
import inspect
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from typed_depends import App, Depends, Header, Query
from typed_depends.plan.emit.names import Names, identifier, keyword, literal
from typed_depends.plan.emit.suspension import never_waits


def source_of(app: App, handler: Callable[..., Any]) -> list[str]:
    """Return the lines of a handler's plan without the comments, which name files."""
    lines = app.plan(handler).source.splitlines()
    return [line for line in lines if not line.lstrip().startswith("#")]


async def session() -> str:
    return "session"


async def user(session: Annotated[str, Depends(session)]) -> str:
    return f"user of {session}"


def test_a_plan_is_straight_line_code_with_the_parameters_names() -> None:
    app = App()

    @app.get("/")
    async def home(
        user: Annotated[str, Depends(user)], session: Annotated[str, Depends(session)]
    ) -> str:
        return user + session

    assert source_of(app, home) == [
        "async def home(run):",
        "    session = await session_2()",
        "    user = await user_2(session)",
        "    return run.finish(await home_2(user, session))",
    ]


def test_neighbouring_plain_functions_and_the_endpoint_share_one_hop() -> None:
    app = App()

    def first() -> int:
        return 1

    def second(first: Annotated[int, Depends(first)]) -> int:
        return first + 1

    @app.get("/")
    def home(second: Annotated[int, Depends(second)]) -> int:
        return second

    assert app.plan(home).source.count("run_in_thread") == 1
    assert TestClient(app).get("/").json() == 2


def test_only_what_is_asked_for_is_parsed() -> None:
    app = App()

    @app.get("/")
    async def home(x_token: Annotated[str, Header()]) -> str:
        return x_token

    source = app.plan(home).source
    assert "headers" in source
    assert "query" not in source
    assert "cookies" not in source


def test_a_handler_that_is_not_served_has_no_plan() -> None:
    with pytest.raises(LookupError, match="no endpoint"):
        App().plan(session)


def test_a_traceback_shows_the_emitted_line() -> None:
    app = App()

    async def broken() -> int:
        raise RuntimeError("broken")

    @app.get("/")
    async def home(broken: Annotated[int, Depends(broken)]) -> int:
        return broken

    with pytest.raises(RuntimeError, match="broken") as caught:
        TestClient(app).get("/")
    shown = "".join(str(entry) for entry in caught.traceback)
    assert "await broken_2()" in shown


@given(st.text())
def test_a_name_is_always_an_identifier(text: str) -> None:
    assert identifier(text).isidentifier()
    assert identifier(text).isascii()


@given(st.text())
def test_a_literal_is_one_string(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text


def test_a_string_that_lies_about_itself_is_shown_as_it_is() -> None:
    class Liar(str):
        def __repr__(self) -> str:
            return "__import__('os')"

        def isidentifier(self) -> bool:
            return True

    assert literal(Liar("x")) == "'x'"
    with pytest.raises(ValueError, match="no name"):
        keyword(Liar("x); import os; (y"))


def test_no_name_is_given_twice() -> None:
    names = Names(("run",))
    assert [names.new(wish) for wish in ("run", "run", "len", "a", "a")] == [
        "run_2",
        "run_3",
        "len_2",
        "a",
        "a_2",
    ]


HOSTILE = (
    'x"); raise SystemExit("injected"); ("',
    "x'\n    raise SystemExit('injected')\n#",
    "\\",
    "{0}",
    "a\x00b",
    "\u2028raise SystemExit",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_aliases_and_names_stay_data(text: str) -> None:
    app = App()

    async def provider(value: Annotated[str, Query(alias=text)] = text) -> str:
        return value

    provider.__name__ = provider.__qualname__ = text

    async def home(given: Annotated[str, Depends(provider)]) -> str:
        return given

    home.__name__ = home.__qualname__ = text
    app.get("/", name="home")(home)
    client = TestClient(app)
    assert client.get("/").json() == text
    assert client.get("/", params={text: "sent"}).json() == "sent"
    tree = ast.parse(app.plan(home).source)
    assert "SystemExit" not in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


async def waits() -> AsyncIterator[int]:
    await session()
    yield 1


async def enters() -> AsyncIterator[int]:
    async with _manager():
        yield 1


async def loops() -> AsyncIterator[int]:
    async for one in waits():
        yield one


async def waits_not() -> AsyncIterator[int]:
    try:
        yield 1
    finally:
        print("left")


def _manager() -> Any:
    raise NotImplementedError


@pytest.mark.parametrize(
    ("generator", "never"), [(waits, False), (enters, False), (loops, False), (waits_not, True)]
)
def test_a_generator_that_awaits_is_told_from_one_that_does_not(
    generator: Callable[..., Any], never: bool
) -> None:
    assert inspect.isasyncgenfunction(generator)
    assert never_waits(generator) is never
