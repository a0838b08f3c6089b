"""Classes as handlers: constructed for each request, in the same graph as everything else."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from starlette.testclient import TestClient

from typed_depends import (
    App,
    DependencyCycleError,
    DependencyMarkerError,
    Depends,
    Header,
    Router,
    ScopeInversionError,
    WebSocket,
    api_route,
    delete,
    get,
    post,
    websocket,
)


class Store:
    def __init__(self) -> None:
        self.books = {1: "Emma"}


def store() -> Store:
    return Store()


def user(x_user: Annotated[str, Header()] = "nobody") -> str:
    return x_user


class Books:
    made = 0

    def __init__(self, store: Annotated[Store, Depends(store)], lang: str = "en") -> None:
        type(self).made += 1
        self.store = store
        self.lang = lang

    @get("/{book_id}", name="book")
    def read(self, book_id: int, user: Annotated[str, Depends(user)]) -> dict[str, str]:
        return {"title": self.store.books[book_id], "lang": self.lang, "user": user}

    @post("", status_code=201)
    async def add(self, title: str) -> str:
        return title

    @get("/all/titles")
    async def titles(self) -> AsyncIterator[str]:
        for title in self.store.books.values():
            yield title

    @delete("/{book_id}")
    @api_route("/{book_id}/burn", methods=["POST", "PUT"])
    def remove(self, book_id: int) -> int:
        return book_id

    @websocket("/live")
    async def live(self, socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(self.lang)
        await socket.close()

    @staticmethod
    @get("/meta/version")
    def version() -> int:
        return 1


@pytest.fixture
def client() -> TestClient:
    app = App()
    app.controller("/books", tags=["books"])(Books)
    return TestClient(app)


def test_a_method_has_the_constructor_s_dependencies_and_its_own(client: TestClient) -> None:
    answer = client.get("/books/1?lang=de", headers={"x-user": "ann"})
    assert answer.json() == {"title": "Emma", "lang": "de", "user": "ann"}


def test_a_method_may_be_a_coroutine_a_generator_or_a_socket(client: TestClient) -> None:
    assert client.post("/books?title=Ulysses").status_code == 201
    assert client.get("/books/all/titles").text == '"Emma"\n'
    with client.websocket_connect("/books/live?lang=fr") as socket:
        assert socket.receive_text() == "fr"
    assert client.get("/books/meta/version").json() == 1


def test_a_method_may_serve_several_paths(client: TestClient) -> None:
    assert client.delete("/books/7").json() == 7
    assert client.put("/books/7/burn").json() == 7


def test_an_instance_lives_for_one_request(client: TestClient) -> None:
    before = Books.made
    client.get("/books/1")
    client.get("/books/1")
    assert Books.made == before + 2


def test_errors_of_constructor_and_method_are_told_together(client: TestClient) -> None:
    class Strict:
        def __init__(self, depth: int) -> None:
            pass

        @get("/")
        def read(self, width: int) -> None:
            pass

    app = App()
    app.controller("/strict")(Strict)
    answer = TestClient(app).get("/strict/").json()
    assert [error["loc"] for error in answer["detail"]] == [["query", "depth"], ["query", "width"]]


def test_the_document_shows_the_parameters_of_both(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/books/{book_id}"]["get"]
    assert {one["name"] for one in operation["parameters"]} == {"book_id", "lang", "x-user"}
    assert operation["tags"] == ["books"]


def test_a_url_is_made_by_the_method_s_name(client: TestClient) -> None:
    app: Any = client.app
    assert app.url_path_for("book", book_id="1") == "/books/1"


def test_handlers_are_inherited_and_an_overriding_method_keeps_its_path() -> None:
    class Quiet(Books):
        def __init__(self) -> None:
            super().__init__(Store(), "quiet")

        def remove(self, book_id: int) -> int:
            return -book_id

    app = App()
    app.controller("/quiet")(Quiet)
    client = TestClient(app)
    assert client.get("/quiet/1").json()["lang"] == "quiet"
    assert client.delete("/quiet/7").json() == -7


def test_a_controller_on_a_router_is_included_with_it() -> None:
    router = Router(prefix="/v1")
    seen: list[str] = []

    @router.controller("/notes", dependencies=[Depends(lambda: seen.append("run"))])
    @dataclass
    class Notes:
        store: Annotated[Store, Depends(store)]

        @get("/{note_id}")
        def read(self, note_id: int) -> str:
            return self.store.books[note_id]

    app = App()
    app.include_router(router, prefix="/api")
    assert TestClient(app).get("/api/v1/notes/1").json() == "Emma"
    assert seen == ["run"]


def test_a_controller_can_be_overridden() -> None:
    app = App()
    app.controller("/books")(Books)

    class Fake(Books):
        def __init__(self) -> None:
            super().__init__(Store(), "fake")

    with app.override(Books, Fake):
        assert TestClient(app).get("/books/1").json()["lang"] == "fake"


def test_scopes_are_proved_through_a_controller() -> None:
    def short() -> Iterator[int]:
        yield 1

    class Holder:
        def __init__(self, value: Annotated[int, Depends(short, scope="function")]) -> None:
            pass

        @get("/")
        def read(self) -> None:
            pass

    def long(holder: Annotated[Holder, Depends(Holder)]) -> Iterator[int]:
        yield 1

    app = App()
    app.controller("/x", dependencies=[Depends(long)])(Holder)
    with pytest.raises(ScopeInversionError, match="long"):
        app.verify()


class Circle:
    def __init__(self, again: "Annotated[Circle, Depends(Circle)]") -> None:
        pass

    @get("/")
    def read(self) -> None:
        pass


def test_a_controller_that_needs_itself_is_a_circle() -> None:
    app = App()
    app.controller("/x")(Circle)
    with pytest.raises(DependencyCycleError, match="Circle"):
        app.verify()


def test_a_controller_without_handlers_is_a_mistake() -> None:
    class Nothing:
        def read(self) -> None:
            pass

    with pytest.raises(DependencyMarkerError, match='"Nothing" has no method'):
        App().controller("/x")(Nothing)
