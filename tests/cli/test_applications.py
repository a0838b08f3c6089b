"""`graph` and `verify` import an application of either framework, and read it as it runs."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Typed, write

PROGRAM = """
    from __future__ import annotations

    from collections.abc import Iterator
    from typing import Annotated

    from fastapi import APIRouter, Depends, FastAPI, Header, Query, Security, WebSocket
    from fastapi.security import OAuth2PasswordBearer, SecurityScopes

    oauth = OAuth2PasswordBearer(tokenUrl="token", scopes={"read": "to read"})


    def engine() -> Iterator[int]:
        yield 1


    def session(engine: Annotated[int, Depends(engine, scope="function")]) -> int:
        return engine


    def user(
        scopes: SecurityScopes,
        token: Annotated[str, Depends(oauth)],
        agent: Annotated[str | None, Header(alias="x-the-agent-that-sent-this-request")] = None,
    ) -> str:
        return token


    def repo(session: Annotated[int, Depends(session)]) -> Iterator[int]:
        yield session


    router = APIRouter(prefix="/books", dependencies=[Depends(session)])


    @router.get("/{id}")
    def read(
        id: int,
        user: Annotated[str, Security(user, scopes=["read"])],
        repo: Annotated[int, Depends(repo)],
        limit: int = Query(10, gt=1),
        fresh: int = Depends(session, use_cache=False),
    ) -> None: ...


    @router.websocket("/live")
    def live(socket: WebSocket, session: Annotated[int, Depends(session)]) -> None: ...


    app = FastAPI(title="Shop", dependencies=[Depends(user)])
    app.include_router(router, prefix="/v1")
    inner = FastAPI()
    app.mount("/inner", inner)


    @inner.get("/")
    def look(user: Annotated[str, Depends(user)]) -> None: ...


    def fake_user() -> str:
        return "reader"


    inner.dependency_overrides[user] = fake_user


    def create_app() -> FastAPI:
        return app
"""


@pytest.fixture(params=["fastapi", "typed_depends"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a folder with the same program, written for one framework."""
    text = PROGRAM
    if request.param == "typed_depends":
        text = text.replace("fastapi", "typed_depends.fastapi")
    write(tmp_path, {"shop/__init__.py": "", f"shop/{request.param}_main.py": text})
    return tmp_path


def application(folder: Path) -> str:
    """Return the name of the application in a folder."""
    [file] = (folder / "shop").glob("*_main.py")
    return f"shop.{file.stem}:app"


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test import the program anew."""
    import sys

    monkeypatch.setattr(sys, "path", [*sys.path])
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]


def test_a_tree_says_scopes_sources_security_and_what_is_shared(typed: Typed, folder: Path) -> None:
    result = typed("graph", application(folder), start=folder)
    assert result.stdout.splitlines() == [
        "GET /v1/books/{id}  read  path id: int  query limit?: int",
        "├── user  header x-the-agent-that-sent-this-request?: str | None  SecurityScopes",
        "│   └── token = OAuth2PasswordBearer (coroutine) (security)  HTTPConnection",
        *result.stdout.splitlines()[3:],
    ]
    text = result.stdout
    assert "repo (request) (generator)" in text
    assert "engine (function) (generator)" in text
    assert "fresh = session called anew" in text
    assert "scopes read" in text
    assert "\nWebSocket /v1/books/live  live" in text
    assert "\nGET /inner/  look\n└── user = fake_user (overrides user)" in text
    assert "warning: 1 mistake" in result.stderr


def test_both_frameworks_are_drawn_alike(typed: Typed, tmp_path: Path) -> None:
    drawn = []
    for framework in ("fastapi", "typed_depends.fastapi"):
        module = f"{framework.partition('.')[0]}_program"
        write(tmp_path, {f"shop/{module}.py": PROGRAM.replace("fastapi", framework)})
        result = typed("graph", f"shop/{module}.py", "--format", "json", start=tmp_path)
        text = result.stdout.replace(module, "program").replace(framework, "framework")
        drawn.append(re.sub(r'"module": "(framework|typed_depends)[^"]*"', '"module": ""', text))
    assert drawn[0] == drawn[1]
    assert [one["path"] for one in json.loads(drawn[0])["routes"]] == [
        "/v1/books/{id}",
        "/v1/books/live",
        "/inner/",
    ]


def test_a_scope_inversion_through_a_plain_provider_is_told_with_its_path(
    typed: Typed, folder: Path
) -> None:
    result = typed("verify", application(folder), start=folder)
    assert result.exit_code == 1
    first, *path = result.stdout.splitlines()[:5]
    assert first == (
        '"repo" (request) holds "engine" (function), which ends first  [depends-scope]'
    )
    assert [line.split("   ")[1].strip(" └─") or line for line in path][:1] == ["read"]
    assert re.search(r"└─ engine \(function\) +shop/\w+\.py:12\n", result.stdout)
    assert 'Give "engine" scope="request"' in result.stdout
    assert "1 mistake in the graphs of 3 routes." in result.stdout


@pytest.mark.parametrize("route", ["GET /v1/books/{id}", "get /v1/books/{id}", "/v1/books/{id}"])
def test_one_route_may_be_asked_for(typed: Typed, folder: Path, route: str) -> None:
    command = ("graph", application(folder), "--format=json", "--route", route)
    drawn = json.loads(typed(*command, start=folder).stdout)
    assert [one["path"] for one in drawn["routes"]] == ["/v1/books/{id}"]
    assert drawn["title"] == "Shop"


@pytest.mark.parametrize(
    ("form", "arrow", "anew"),
    [("mermaid", r"(-->|-\.->)", "-.->"), ("dot", r"->", "[style=dashed]")],
)
def test_flowcharts_have_every_edge_of_the_graph(
    typed: Typed, folder: Path, form: str, arrow: str, anew: str
) -> None:
    command = ("graph", application(folder), "--format")
    drawn = json.loads(typed(*command, "json", start=folder).stdout)["routes"]
    text = typed(*command, form, start=folder).stdout
    edges = [
        (f"r{number}n{edge['holder']}", f"r{number}n{edge['provider']}", edge["cached"])
        for number, route in enumerate(drawn)
        for edge in route["edges"]
    ]
    found = re.findall(rf"^ +(r\d+n\d+) {arrow} (r\d+n\d+).*$", text, re.MULTILINE)
    assert [(one[0], one[-1]) for one in found] == [edge[:2] for edge in edges]
    assert text.count(anew) == [edge[2] for edge in edges].count(False) == 1
    assert text.count("subgraph") == len(drawn)


def test_the_page_is_whole_and_written_to_a_file(typed: Typed, folder: Path) -> None:
    file = folder / "graph.html"
    result = typed("graph", application(folder), "--format=html", "-o", file, start=folder)
    assert (result.exit_code, result.stdout) == (0, "")
    page = file.read_text()
    assert "<h1>Shop: dependencies</h1>" in page
    assert not re.search(r"""(src|href)=["']|url\(|@import""", page)


@pytest.mark.parametrize("form", ["mermaid", "dot"])
def test_what_a_user_writes_cannot_leave_its_quotes(
    typed: Typed, tmp_path: Path, form: str
) -> None:
    write(
        tmp_path,
        {
            "shop/hostile.py": """
                from fastapi import FastAPI
                app = FastAPI()
                @app.get('/"];x<b>\\\\')
                def read(): ...
            """
        },
    )
    text = typed("graph", "shop.hostile:app", "--format", form, start=tmp_path).stdout
    title = {"mermaid": '["GET /#quot;];x#lt;b#gt;', "dot": 'label="GET /\\"];x<b>\\\\'}
    assert title[form] in text


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("{module}:ap", 'has no "ap"\nDid you mean "app"? It holds shop.'),
        ("{module}:create_app", "Add --factory if it returns one."),
        ("{module}:PI", "is a float, not an application"),
        ("shop.missing:app", 'there is no module "shop.missing" in '),
        ("shop/missing.py:app", '"shop/missing.py" does not exist'),
        ("{module}", 'which application of "shop.'),
        ("shop.failing:app", "RuntimeError: no database"),
        ("shop.needing:app", "No module named 'missing_package'"),
    ],
)
def test_an_application_that_is_not_found_says_why(
    typed: Typed, folder: Path, target: str, told: str
) -> None:
    [file] = (folder / "shop").glob("*_main.py")
    file.write_text(
        file.read_text().replace("app = FastAPI(t", "PI = 3.14\nmain = app = FastAPI(t")
    )
    write(
        folder,
        {
            "shop/failing.py": "raise RuntimeError('no database')\n",
            "shop/needing.py": "import missing_package\n",
        },
    )
    if target == "{module}":
        file.write_text(file.read_text() + "\ndel app, router\n")
    result = typed("verify", target.format(module=f"shop.{file.stem}"), start=folder)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "typed_depends/cli" not in result.stderr


def test_a_factory_and_a_file_name_the_application_too(typed: Typed, folder: Path) -> None:
    module = application(folder).removesuffix(":app")
    file = f"shop/{module.removeprefix('shop.')}.py"
    for command in ([f"{module}:create_app", "--factory"], [f"{file}:app"], [file]):
        result = typed("verify", *command, start=folder)
        assert "1 mistake in the graphs of 3 routes." in result.stdout, command


def test_what_a_strict_application_raises_is_told_as_mistakes(typed: Typed, tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "shop/strict.py": """
                from typed_depends import App, Depends

                app = App(strict=True)


                @app.get("/{x}")
                def read(y: int = Depends(1)) -> None: ...
            """
        },
    )
    result = typed("verify", "shop.strict:app", start=tmp_path)
    assert result.exit_code == 1
    assert "[depends-marker]" in result.stdout


def test_an_application_without_mistakes_is_sound(typed: Typed) -> None:
    start = Path(__file__).parents[2]
    result = typed("verify", "examples.bookshop.app:app", start=start)
    assert (result.exit_code, result.stdout) == (0, "No mistakes in the graphs of 7 routes.\n")
