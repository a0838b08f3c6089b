"""The bookshop does what a reader of its code expects, over HTTP and with overrides."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, StaticPool, create_engine, event
from sqlalchemy.orm import Session

from examples.bookshop import auth, db, tokens
from examples.bookshop.app import app
from examples.bookshop.models import Base, Book, User
from examples.bookshop.seed import ADMIN_TOKEN, READER_TOKEN
from typed_depends.testclient import TestClient

READER = {"Authorization": f"Bearer {READER_TOKEN}"}
ADMIN = {"Authorization": f"Bearer {ADMIN_TOKEN}"}
EMMA = {"title": "Emma", "author": "Jane Austen", "year": 1815}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The database file of this test's bookshop."""
    path = tmp_path / "bookshop.db"
    monkeypatch.setenv("BOOKSHOP_DATABASE", str(path))
    return path


@pytest.fixture
def shop(file: Path) -> Iterator[TestClient]:
    """An open bookshop; overrides are gone when it closes."""
    with TestClient(app) as client:
        yield client
    app.dependency_overrides.clear()


@pytest.fixture
def user_look_ups() -> Iterator[list[str]]:
    """Every statement that looks for a user by name, as the database receives it."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "WHERE users.name" in statement:
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def test_a_missing_token_is_asked_for(shop: TestClient) -> None:
    answer = shop.get("/books")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json() == {"detail": "Not authenticated"}


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Basic cm9zYQ==", "Not authenticated"),
        ("Bearer", "Not authenticated"),
        ("rosa.reads-a-lot", "Not authenticated"),
        ("Bearer rosa", "The token is not of the form name.secret"),
    ],
)
def test_a_header_without_a_token_is_refused(shop: TestClient, header: str, reason: str) -> None:
    answer = shop.get("/books", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json() == {"detail": reason}


def test_the_document_says_how_to_authorize(shop: TestClient) -> None:
    document = shop.get("/openapi.json").json()
    [(name, scheme)] = document["components"]["securitySchemes"].items()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    assert all(operation["security"] == [{name: []}] for operation in operations)


def test_a_wrong_secret_and_an_unknown_name_are_told_the_same(shop: TestClient) -> None:
    wrong = shop.get("/books", headers={"Authorization": "Bearer rosa.guesses"})
    unknown = shop.get("/books", headers={"Authorization": "Bearer nobody.guesses"})
    assert (wrong.status_code, wrong.json()) == (401, {"detail": "Nobody has this token"})
    assert (unknown.status_code, unknown.json()) == (wrong.status_code, wrong.json())


def test_a_name_that_nobody_has_matches_no_secret() -> None:
    assert tokens.matches("secret", tokens.digest("secret"))
    assert not tokens.matches("other", tokens.digest("secret"))
    assert not tokens.matches("secret", None)


def test_no_secret_is_kept(shop: TestClient, file: Path) -> None:
    assert shop.get("/me", headers=READER).status_code == 200
    kept = file.read_bytes()
    assert b"rosa" in kept
    assert READER_TOKEN.partition(".")[2].encode() not in kept


def test_a_reader_reads_the_shelf_page_by_page(shop: TestClient) -> None:
    def titles(query: str) -> list[str]:
        return [book["title"] for book in shop.get(f"/books{query}", headers=READER).json()]

    assert titles("") == ["Middlemarch", "Silas Marner", "The Trial"]
    assert titles("?limit=2") == ["Middlemarch", "Silas Marner"]
    assert titles("?limit=2&offset=2") == ["The Trial"]
    assert titles("?author=George+Eliot&offset=1") == ["Silas Marner"]


def test_both_lists_share_the_paging_parameters(shop: TestClient) -> None:
    assert shop.get("/users?offset=1", headers=ADMIN).json() == [{"name": "ada", "is_admin": True}]
    for path in ("/users", "/books"):
        refused = shop.get(f"{path}?limit=101", headers=ADMIN)
        assert refused.status_code == 422
        assert refused.json()["detail"][0]["loc"] == ["query", "limit"]


@pytest.mark.parametrize(
    "path", ["/books?offset=9223372036854775808", "/books/9223372036854775808"]
)
def test_a_number_that_the_database_cannot_hold_is_refused(shop: TestClient, path: str) -> None:
    assert shop.get(path, headers=READER).status_code == 422


def test_what_an_admin_adds_a_reader_reads_and_an_admin_removes(shop: TestClient) -> None:
    added = shop.post("/books", json=EMMA, headers=ADMIN)
    assert added.status_code == 201
    path = f"/books/{added.json()['id']}"
    assert shop.get(path, headers=READER).json() == added.json() == EMMA | {"id": 4}
    assert shop.delete(path, headers=ADMIN).json() == added.json()
    assert shop.get(path, headers=READER).status_code == 404


def test_a_reader_changes_nothing(shop: TestClient) -> None:
    assert shop.post("/books", json=EMMA, headers=READER).status_code == 403
    assert shop.delete("/books/1", headers=READER).status_code == 403
    assert shop.get("/users", headers=READER).status_code == 403
    assert len(shop.get("/books", headers=READER).json()) == 3


def test_a_book_that_is_no_book_is_refused_field_by_field(shop: TestClient) -> None:
    refused = shop.post("/books", json={"title": "", "author": "Jane Austen"}, headers=ADMIN)
    assert refused.status_code == 422
    problems = [(problem["type"], problem["loc"]) for problem in refused.json()["detail"]]
    assert problems == [("string_too_short", ["body", "title"]), ("missing", ["body", "year"])]


@pytest.mark.parametrize(("book", "kind"), [("emma", "int_parsing"), ("0", "greater_than_equal")])
def test_a_bad_path_parameter_is_refused(shop: TestClient, book: str, kind: str) -> None:
    refused = shop.get(f"/books/{book}", headers=READER)
    assert refused.status_code == 422
    [problem] = refused.json()["detail"]
    assert (problem["type"], problem["loc"]) == (kind, ["path", "book_id"])


def test_user_and_admin_are_one_object_from_one_look_up(
    shop: TestClient, user_look_ups: list[str]
) -> None:
    assert shop.get("/desk", headers=ADMIN).json() == {"name": "ada", "same_object": True}
    assert len(user_look_ups) == 1


def test_an_overridden_user_needs_no_token(shop: TestClient, user_look_ups: list[str]) -> None:
    guest = User(name="guest", secret_digest=b"", is_admin=False)
    app.dependency_overrides[auth.current_user] = lambda: guest
    assert shop.get("/me").json() == {"name": "guest", "is_admin": False}
    assert shop.get("/desk").status_code == 403
    assert user_look_ups == []


def test_an_overridden_user_reaches_the_admin_check(shop: TestClient) -> None:
    boss = User(name="boss", secret_digest=b"", is_admin=True)
    app.dependency_overrides[auth.current_user] = lambda: boss
    assert shop.get("/desk").json() == {"name": "boss", "same_object": True}


def test_an_overridden_session_reads_another_database(shop: TestClient) -> None:
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )

    def other_session() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    with Session(engine) as session:
        Base.metadata.create_all(engine)
        session.add(User(name="eve", secret_digest=tokens.digest("e"), is_admin=False))
        session.add(Book(title="Orlando", author="Virginia Woolf", year=1928))
        session.commit()
    app.dependency_overrides[db.open_session] = other_session
    books = shop.get("/books", headers={"Authorization": "Bearer eve.e"}).json()
    assert [book["title"] for book in books] == ["Orlando"]
    app.dependency_overrides.clear()
    assert shop.get("/books", headers={"Authorization": "Bearer eve.e"}).status_code == 401
    engine.dispose()


def test_an_overridden_file_is_opened_at_start(tmp_path: Path) -> None:
    chosen = tmp_path / "chosen.db"
    with app.override(db.database_file, lambda: chosen), TestClient(app) as shop:
        assert shop.post("/books", json=EMMA, headers=ADMIN).status_code == 201
    with sqlite3.connect(chosen) as connection:
        assert connection.execute("select title from books where id = 4").fetchone() == ("Emma",)
    connection.close()


def test_what_was_not_committed_is_rolled_back(shop: TestClient) -> None:
    def careless(database: db.Database) -> User:
        database.add(Book(title="Lost", author="Nobody", year=2000))
        database.flush()
        return User(name="careless", secret_digest=b"", is_admin=False)

    app.dependency_overrides[auth.current_user] = careless
    titles = [book["title"] for book in shop.get("/books").json()]
    app.dependency_overrides.clear()
    assert "Lost" in titles
    assert len(shop.get("/books", headers=READER).json()) == 3


def test_two_hundred_readers_at_once_are_all_answered(file: Path) -> None:
    async def ask_all() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://shop", headers=READER) as shop,
        ):
            return await asyncio.gather(*(shop.get("/books") for _ in range(200)))

    assert [answer.status_code for answer in asyncio.run(ask_all())] == [200] * 200
    assert file.exists()


def test_books_outlive_a_restart(file: Path) -> None:
    with TestClient(app) as shop:
        shop.post("/books", json=EMMA, headers=ADMIN)
    with TestClient(app) as shop:
        assert shop.get("/books/4", headers=READER).json() == EMMA | {"id": 4}
    with sqlite3.connect(file) as connection:
        assert connection.execute("select count(*) from users").fetchone() == (2,)
    connection.close()


def test_without_a_named_file_the_folder_goes_with_the_application(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOOKSHOP_DATABASE", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with TestClient(app) as shop:
        assert shop.post("/books", json=EMMA, headers=ADMIN).status_code == 201
        assert shop.get("/books/4", headers=READER).status_code == 200
        assert [file.name for file in tmp_path.glob("bookshop-*/*.db")] == ["bookshop.db"]
    assert list(tmp_path.iterdir()) == []
