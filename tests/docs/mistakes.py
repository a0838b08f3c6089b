"""Every mistake of the user, as a small program that makes it.

Used twice: the tests hold the exception to its class, and `docs/errors.md` shows its text.
"""

from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from tests.oracle.harness import OURS, SHARED
from typed_depends import errors
from typed_depends.errors import DependencyError

PRELUDE = OURS + SHARED + "from typed_depends import Injector, inject\n"
OFFSET = PRELUDE.count("\n")


@dataclass(frozen=True)
class Mistake:
    """A program, and the error it makes."""

    title: str
    error: type[DependencyError]
    text: str

    def raised(self) -> BaseException:
        """Run the program, verify its application, and return what is raised."""
        return run(self.text)


def run(text: str) -> BaseException:
    """Run a program as `shop.py`; start, then use its application. Return what is raised."""
    namespace: dict[str, Any] = {"__name__": "shop"}
    exec(compile(PRELUDE, "<prelude>", "exec"), namespace)
    try:
        exec(compile(text, "shop.py", "exec"), namespace)
        namespace["app"].verify()
        namespace.get("use", lambda: None)()
    except (DependencyError, ExceptionGroup) as error:
        return error
    raise AssertionError(f"nothing was raised by:\n{text}")


def mistake(title: str, error: type[DependencyError], text: str) -> Mistake:
    """Return a mistake."""
    return Mistake(title, error, dedent(text).lstrip("\n"))


ALL = [
    mistake(
        "A request provider holds a function provider",
        errors.ScopeInversionError,
        """
        app = App()

        def session() -> Iterator[str]:
            yield "session"

        def repo(session=Depends(session, scope="function")) -> Iterator[str]:
            yield "repo"

        @app.get("/books")
        def list_books(repo: Annotated[str, Depends(repo)]) -> str:
            return repo
        """,
    ),
    mistake(
        "The same through a plain provider, which FastAPI does not see",
        errors.ScopeInversionError,
        """
        app = App()

        def session() -> Iterator[str]:
            yield "session"

        def unit_of_work(session=Depends(session, scope="function")) -> str:
            return session

        async def repo(unit=Depends(unit_of_work)) -> AsyncIterator[str]:
            yield unit

        @app.get("/books")
        def list_books(repo: Annotated[str, Depends(repo)]) -> str:
            return repo
        """,
    ),
    mistake(
        "A lifespan provider holds a request provider",
        errors.ScopeInversionError,
        """
        app = App()

        def session() -> Iterator[str]:
            yield "session"

        def index(session=Depends(session)) -> str:
            return session

        @app.get("/books")
        def search(index=Depends(index, scope="lifespan")) -> str:
            return index
        """,
    ),
    mistake(
        "A lifespan provider reads from a request",
        errors.ScopeInversionError,
        """
        app = App()

        def settings(request: Request) -> str:
            return request.url.path

        def pool(settings=Depends(settings)) -> str:
            return settings

        @app.get("/books")
        def list_books(pool=Depends(pool, scope="lifespan")) -> str:
            return pool
        """,
    ),
    mistake(
        "Two classes need each other",
        errors.DependencyCycleError,
        """
        app = App()

        class Author:
            def __init__(self, book: "Annotated[Book, Depends()]"): ...

        class Book:
            def __init__(self, author: Annotated[Author, Depends()]): ...

        @app.get("/books")
        def list_books(book: Annotated[Book, Depends()]) -> None: ...
        """,
    ),
    mistake(
        "A replacement takes anything, as a mock does",
        errors.OverrideError,
        """
        from unittest.mock import MagicMock
        app = App()

        def get_db() -> str:
            return "db"

        @app.get("/books")
        def list_books(db=Depends(get_db)) -> str:
            return db

        def use():
            with app.override(get_db, MagicMock()): ...
        """,
    ),
    mistake(
        "A replacement would read a parameter from the query string",
        errors.OverrideError,
        """
        app = App()

        def current_user() -> str:
            return "user"

        @app.get("/books")
        def list_books(user=Depends(current_user)) -> str:
            return user

        def use():
            with app.override(current_user, lambda db: "fake"): ...
        """,
    ),
    mistake(
        "A replacement provides another type",
        errors.OverrideError,
        """
        app = App()

        class Session: ...

        def get_session() -> Iterator[Session]:
            yield Session()

        def fake_session() -> dict:
            return {}

        @app.get("/books")
        def list_books(session=Depends(get_session)) -> None: ...

        def use():
            with app.override(get_session, fake_session): ...
        """,
    ),
    mistake(
        "A replacement depends on what it replaces",
        errors.OverrideError,
        """
        app = App()

        def get_db() -> str:
            return "db"

        def noisy_db(db=Depends(get_db)) -> str:
            return db.upper()

        @app.get("/books")
        def list_books(db=Depends(get_db)) -> str:
            return db

        def use():
            with app.override(get_db, noisy_db): ...
        """,
    ),
    mistake(
        "A replacement that cannot be called",
        errors.OverrideError,
        """
        app = App()

        def get_db() -> str:
            return "db"

        @app.get("/books")
        def list_books(db=Depends(get_db)) -> str:
            return db

        def use():
            with app.override(get_db, "fake db"): ...
        """,
    ),
    mistake(
        "An override of what a provider returned",
        errors.OverrideError,
        """
        app = App()

        def get_db() -> Iterator[str]:
            yield "db"

        @app.get("/books")
        def list_books(db=Depends(get_db)) -> str:
            return db

        def use():
            with app.override(get_db(), lambda: "fake"): ...
        """,
    ),
    mistake(
        "An override of something that nothing depends on",
        errors.OverrideError,
        """
        app = App()

        def get_session() -> str:
            return "session"

        def get_sesion() -> str:
            return "a copy with a slip of the pen"

        @app.get("/books")
        def list_books(session=Depends(get_session)) -> str:
            return session

        def use():
            with app.override(get_sesion, lambda: "fake"): ...
        """,
    ),
    mistake(
        "`*args` or `**kwargs`",
        errors.DependencyParameterError,
        """
        app = App()

        def deco(f):
            def inner(**kwargs):
                return f(**kwargs)
            return inner

        @deco
        def get_db(name: str) -> str:
            return name

        @app.get("/books")
        def list_books(db=Depends(get_db)) -> str:
            return db
        """,
    ),
    mistake(
        "A positional-only parameter",
        errors.DependencyParameterError,
        """
        app = App()

        def page(number: int, /) -> int:
            return number

        @app.get("/books")
        def list_books(page=Depends(page)) -> int:
            return page
        """,
    ),
    mistake(
        "A type that no source can produce",
        errors.DependencyParameterError,
        """
        app = App()

        class Session: ...

        @app.get("/books")
        def list_books(session: Session) -> None: ...
        """,
    ),
    mistake(
        "A query parameter that a query string cannot carry",
        errors.DependencyParameterError,
        """
        app = App()

        @app.get("/books")
        def list_books(filters: Annotated[dict[str, int], Query()]) -> None: ...
        """,
    ),
    mistake(
        "A provider without a readable signature",
        errors.DependencyParameterError,
        """
        app = App()

        @app.get("/books")
        def list_books(options=Depends(dict)) -> None: ...
        """,
    ),
    mistake(
        "A parameter that nothing gives, without the web",
        errors.DependencyParameterError,
        """
        app = App()

        class Tenant: ...

        def report(tenant: Tenant, month: int = 1) -> int:
            return month

        def use():
            with Injector.sync() as injector, injector.request() as scope:
                scope.call(report)
        """,
    ),
    mistake(
        "A controller without handlers",
        errors.DependencyMarkerError,
        """
        app = App()

        @app.controller("/books")
        class Books:
            def read(self) -> str:
                return "Emma"
        """,
    ),
    mistake(
        "The result of a call instead of the provider",
        errors.DependencyMarkerError,
        """
        app = App()

        def get_db() -> Iterator[str]:
            yield "db"

        @app.get("/books")
        def list_books(db=Depends(get_db())) -> str:
            return db
        """,
    ),
    mistake(
        "A marker in `Annotated` and another as default",
        errors.DependencyMarkerError,
        """
        app = App()

        def get_db() -> str:
            return "db"

        @app.get("/books")
        def list_books(db: Annotated[str, Depends(get_db)] = Depends(get_db)) -> str:
            return db
        """,
    ),
    mistake(
        "A default inside a marker in `Annotated`",
        errors.DependencyMarkerError,
        """
        app = App()

        @app.get("/books")
        def list_books(page: Annotated[int, Query(1)]) -> int:
            return page
        """,
    ),
    mistake(
        "A source for something that is handed over as it is",
        errors.DependencyMarkerError,
        """
        app = App()

        @app.get("/books")
        def list_books(request: Annotated[Request, Query()]) -> None: ...
        """,
    ),
    mistake(
        "An abstract class as provider",
        errors.DependencyMarkerError,
        """
        from abc import ABC, abstractmethod
        app = App()

        class Store(ABC):
            @abstractmethod
            def load(self) -> str: ...

        @app.get("/books")
        def list_books(store: Annotated[Store, Depends()]) -> None: ...
        """,
    ),
    mistake(
        "A function decorated with `@contextmanager`",
        errors.DependencyMarkerError,
        """
        from contextlib import contextmanager
        app = App()

        @contextmanager
        def get_db() -> Iterator[str]:
            yield "db"

        @app.get("/books")
        def list_books(db=Depends(get_db)) -> None: ...
        """,
    ),
    mistake(
        "A scope that does not exist",
        errors.DependencyMarkerError,
        """
        app = App()

        def get_db() -> Iterator[str]:
            yield "db"

        @app.get("/books")
        def list_books(db=Depends(get_db, scope="session")) -> None: ...
        """,
    ),
    mistake(
        "OAuth scopes as one string",
        errors.DependencyMarkerError,
        """
        app = App()

        def current_user(scopes: SecurityScopes) -> str:
            return scopes.scope_str

        @app.get("/books")
        def list_books(user=Security(current_user, scopes="books")) -> str:
            return user
        """,
    ),
    mistake(
        "`Depends()` at a parameter whose type is no class",
        errors.DependencyMarkerError,
        """
        app = App()

        @app.get("/books")
        def list_books(db=Depends()) -> None: ...
        """,
    ),
    mistake(
        "A provider without its marker in `dependencies=[...]`",
        errors.DependencyMarkerError,
        """
        app = App()

        def get_db() -> str:
            return "db"

        @app.get("/books", dependencies=[get_db])
        def list_books() -> None: ...
        """,
    ),
    mistake(
        "A name that exists only for the type checker",
        errors.DependencyAnnotationError,
        """
        from __future__ import annotations
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from shop.models import User
        app = App()

        def current_user() -> User: ...

        @app.get("/books")
        def list_books(user: Annotated[User, Depends(current_user)]) -> None: ...
        """,
    ),
    mistake(
        "A marker within another type",
        errors.DependencyAnnotationError,
        """
        app = App()

        def current_user() -> str:
            return "user"

        CurrentUser = Annotated[str, Depends(current_user)]

        @app.get("/books")
        def list_books(user: CurrentUser | None) -> None: ...
        """,
    ),
    mistake(
        "A response type that exists only for the type checker",
        errors.DependencyAnnotationError,
        """
        app = App()

        @app.get("/books")
        def list_books() -> "list[Book]":
            return []
        """,
    ),
    mistake(
        "`Path()` without a placeholder",
        errors.DependencyPathError,
        """
        app = App()

        @app.get("/books")
        def read_book(book_id: Annotated[int, Path()]) -> int:
            return book_id
        """,
    ),
    mistake(
        "Another marker at a placeholder's parameter",
        errors.DependencyPathError,
        """
        app = App()

        @app.get("/books/{book_id}")
        def read_book(book_id: Annotated[int, Query()]) -> int:
            return book_id
        """,
    ),
    mistake(
        "A path parameter with a default",
        errors.DependencyPathError,
        """
        app = App()

        @app.get("/books/{book_id}")
        def read_book(book_id: Annotated[int, Path()] = 1) -> int:
            return book_id
        """,
    ),
    mistake(
        "A type that a path cannot carry",
        errors.DependencyPathError,
        """
        app = App()

        @app.get("/books/{book_ids}")
        def read_books(book_ids: list[int]) -> list[int]:
            return book_ids
        """,
    ),
    mistake(
        "`Request` under a WebSocket route",
        errors.DependencyConnectionError,
        """
        app = App()

        def client(request: Request) -> str:
            return str(request.client)

        @app.websocket("/live")
        async def live(socket: WebSocket, client=Depends(client)) -> None: ...
        """,
    ),
    mistake(
        "A provider that keeps an exception",
        errors.SwallowedExceptionError,
        """
        from starlette.testclient import TestClient
        app = App()

        def get_db() -> Iterator[str]:
            try:
                yield "db"
            except Exception:
                print("rolled back")

        @app.get("/books")
        def list_books(db=Depends(get_db)) -> str:
            raise ValueError("no books")

        def use():
            TestClient(app).get("/books")
        """,
    ),
    mistake(
        "A lifespan provider without a running application",
        errors.LifespanNotRunningError,
        """
        from starlette.testclient import TestClient
        app = App()

        def pool() -> str:
            return "pool"

        @app.get("/books")
        def list_books(pool=Depends(pool, scope="lifespan")) -> str:
            return pool

        def use():
            TestClient(app).get("/books")
        """,
    ),
    mistake(
        "Several mistakes at once",
        errors.DependencyErrors,
        """
        app = App()

        def get_db() -> Iterator[str]:
            yield "db"

        @app.get("/books")
        def list_books(db=Depends(get_db, scope="session")) -> str:
            return db

        @app.get("/authors")
        def list_authors(*names: str) -> list[str]:
            return list(names)
        """,
    ),
]
