"""Each entry of `docs/differences.md`, shown under both libraries."""

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.oracle.harness import FASTAPI, OURS, Call, get, multipart, post, record, websocket

PAGE = Path(__file__).parents[2] / "docs" / "differences.md"
SHOWN: dict[str, Callable[..., None]] = {}


def shows(title: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark a test as the one of an entry."""

    def mark(test: Callable[..., None]) -> Callable[..., None]:
        SHOWN[title] = test
        return test

    return mark


def both(program: str, *calls: Call, lifespan: bool = False) -> tuple[list[Any], list[Any]]:
    """Return what FastAPI does, and what we do."""
    text = dedent(program)
    asked = list(calls) or [get()]
    return (
        record(FASTAPI, text, asked, lifespan=lifespan),
        record(OURS, text, asked, lifespan=lifespan),
    )


def body(seen: list[Any], index: int = 0) -> str:
    """Return the text of an answer."""
    text: str = seen[index][0][1]
    return text


def events(seen: list[Any], index: int = 0) -> list[Any]:
    """Return what was logged during a call."""
    logged: list[Any] = seen[index][1]
    return logged


def error(seen: list[Any], index: int = 0) -> str:
    """Return the name of the exception a call, or the program itself, ended with."""
    answer = seen[index]
    if isinstance(answer, tuple) and isinstance(answer[1], list):
        answer = answer[0]
    return answer if isinstance(answer, str) else str(answer[0])


@shows("A shared dependency is walked once")
def test_a_shared_dependency_is_walked_once() -> None:
    fastapi, ours = both(
        """
        app = App()
        def fresh(): log.append("fresh")
        def shared(f=Depends(fresh, use_cache=False)): log.append("shared")
        def left(s=Depends(shared)): ...
        def right(s=Depends(shared)): ...
        @app.get("/")
        def endpoint(l=Depends(left), r=Depends(right)): ...
        """
    )
    assert events(fastapi) == ["fresh", "shared", "fresh"]
    assert events(ours) == ["fresh", "shared"]


@shows("A validation error is listed once")
def test_a_validation_error_is_listed_once() -> None:
    fastapi, ours = both(
        """
        app = App()
        def shared(q: int): return q
        def left(s=Depends(shared)): ...
        @app.get("/")
        def endpoint(l=Depends(left), s=Depends(shared)): ...
        """
    )
    assert body(fastapi).count("missing") == 2
    assert body(ours).count("missing") == 1


@shows("`use_cache=False` counts in `dependencies=[...]`")
def test_use_cache_counts_in_dependencies() -> None:
    fastapi, ours = both(
        """
        app = App()
        def dep(): log.append("dep")
        @app.get("/", dependencies=[Depends(dep), Depends(dep, use_cache=False)])
        def endpoint(): ...
        """
    )
    assert events(fastapi) == ["dep"]
    assert events(ours) == ["dep", "dep"]


@shows("Overrides cost nothing per request")
def test_overrides_cost_nothing_per_request() -> None:
    program = """
        import inspect
        app = App()
        def dep(): return 1
        @app.get("/")
        def endpoint(d=Depends(dep)): return d
        app.dependency_overrides[dep] = lambda: 2
        signature = inspect.signature
        def counted(call, **options):
            log.append("read")
            return signature(call, **options)
        inspect.signature = counted
        @app.get("/stop")
        def stop(): inspect.signature = signature
        """
    fastapi, ours = both(program, get(), get(), get("/stop"))
    assert "read" in events(fastapi, 1)
    assert events(ours, 1) == []


@shows("An OAuth scope is never repeated")
def test_an_oauth_scope_is_never_repeated() -> None:
    fastapi, ours = both(
        """
        app = App()
        def reads(scopes: SecurityScopes): return scopes.scopes
        def middle(r=Depends(reads)): return r
        def outer(m=Security(middle, scopes=["a"])): return m
        @app.get("/")
        def endpoint(o=Security(outer, scopes=["a"])): return o
        """
    )
    assert body(fastapi) == '["a","a"]'
    assert body(ours) == '["a"]'


@shows("An unmarked `list` is a JSON body")
def test_an_unmarked_list_is_json() -> None:
    fastapi, ours = both(
        """
        app = App()
        @app.post("/")
        def endpoint(items: list): return items
        """,
        post(json=["a"]),
    )
    assert (error(fastapi), body(ours)) == ("422", '["a"]')


@shows("A model may be sent as JSON in one field of a form")
def test_a_model_may_be_json_in_a_form() -> None:
    fastapi, ours = both(
        """
        from pydantic import Json
        app = App()
        class Book(BaseModel):
            title: str
        @app.post("/")
        def endpoint(book: Annotated[Json[Book], Form()]): return book
        """,
        post(data={"book": '{"title": "t"}'}),
    )
    assert (error(fastapi), body(ours)) == ("422", '{"title":"t"}')


@shows("What is read into memory is limited")
def test_what_is_read_into_memory_is_limited() -> None:
    fastapi, ours = both(
        """
        app = App()
        @app.post("/")
        def endpoint(words: Annotated[str, Body()]): return len(words)
        """,
        post(json="x" * 2**24),
    )
    assert body(fastapi) == "16777216"
    assert error(ours) == "413"


@shows("There is a third scope, `lifespan`")
def test_there_is_a_third_scope() -> None:
    fastapi, ours = both(
        """
        app = App()
        def pool():
            log.append("+pool")
            yield "pool"
            log.append("-pool")
        @app.get("/")
        def endpoint(pool=Depends(pool, scope="lifespan")): return pool
        """,
        get(),
        get(),
        lifespan=True,
    )
    assert [events(fastapi, 0), events(fastapi, 1), fastapi[-1]] == [["+pool", "-pool"]] * 2 + [[]]
    assert [events(ours, 0), events(ours, 1), ours[-1]] == [["+pool"], [], ["-pool"]]


@shows("A lifespan ends after what it served")
def test_a_lifespan_ends_after_what_it_served() -> None:
    fastapi, ours = both(
        """
        async def lifespan(app):
            yield
            log.append("-lifespan")
        app = App(lifespan=lifespan)
        began = asyncio.Event()
        async def session():
            try:
                yield
            finally:
                await asyncio.sleep(0.01)
                log.append("-session")
        @app.get("/slow")
        async def endpoint(s=Depends(session)):
            began.set()
            await asyncio.Event().wait()
        async def serve():
            down = asyncio.Event()
            async def told():
                if messages: return {"type": messages.pop()}
                await down.wait()
                return {"type": "lifespan.shutdown"}
            async def asked(): return {"type": "http.request", "body": b""}
            async def dropped(message): pass
            messages = ["lifespan.startup"]
            http = {"type": "http", "method": "GET", "path": "/slow", "headers": [],
                    "query_string": b""}
            life = asyncio.create_task(app({"type": "lifespan"}, told, dropped))
            request = asyncio.create_task(app(http, asked, dropped))
            await began.wait()
            request.cancel()
            down.set()
            await life
            await asyncio.gather(request, return_exceptions=True)
        asyncio.run(serve())
        """
    )
    assert events(fastapi) == ["-lifespan", "-session"]
    assert events(ours) == ["-session", "-lifespan"]


@shows("Inversions are found through plain providers")
def test_inversions_are_found_through_plain_providers() -> None:
    fastapi, ours = both(
        """
        app = App()
        def session():
            log.append("+session")
            yield "session"
            log.append("-session")
        def plain(s=Depends(session, scope="function")): return s
        def repo(p=Depends(plain)):
            log.append("+repo")
            yield p
            log.append("-repo")
        @app.get("/")
        def endpoint(r=Depends(repo)): return r
        """
    )
    assert events(fastapi) == ["+session", "+repo", "-session", "-repo"]
    assert error(ours) == "inversion"


@shows("Unknown scopes are refused")
def test_unknown_scopes_are_refused() -> None:
    fastapi, ours = both(
        """
        app = App()
        def dep(): yield 1
        @app.get("/")
        def endpoint(d=Depends(dep, scope="session")): return d
        """
    )
    assert body(fastapi) == "1"
    assert error(ours) == "DependencyMarkerError"


@shows("A lifespan is run whenever its router was included")
def test_a_lifespan_is_run_whenever_its_router_was_included() -> None:
    fastapi, ours = both(
        """
        from contextlib import asynccontextmanager
        started = []
        @asynccontextmanager
        async def lifespan(app):
            started.append("inner")
            yield
        app, outer, inner = App(), Router(), Router(lifespan=lifespan)
        app.include_router(outer)
        outer.include_router(inner)
        @app.get("/")
        def endpoint(): return started
        """,
        lifespan=True,
    )
    assert (body(fastapi), body(ours)) == ("[]", '["inner"]')


@shows("A swallowed exception is explained in both scopes")
@pytest.mark.parametrize("scope", ["function", "request"])
def test_a_swallowed_exception_is_explained(scope: str) -> None:
    program = f"""
        app = App()
        def dep():
            try:
                yield
            except ValueError:
                pass
        @app.get("/")
        def endpoint(d=Depends(dep, scope={scope!r})): raise ValueError("kept")
        from starlette.testclient import TestClient
        try:
            TestClient(app).get("/")
        except Exception as error:
            log.append(type(error).__name__ + "!")
            log.append('"dep"' in str(error))
            log.append(repr(error.__cause__))
        """
    fastapi, ours = both(program)
    assert fastapi[0][1][1] is False
    assert ours[0][1][:3] == ["SwallowedExceptionError!", True, "ValueError('kept')"]


@shows("A stream keeps what it uses")
def test_a_stream_keeps_what_it_uses() -> None:
    fastapi, ours = both(
        """
        app = App()
        def session() -> Iterator[str]:
            yield "session"
            log.append("closed")
        @app.get("/")
        def endpoint(s: Annotated[str, Depends(session, scope="function")]) -> Iterator[str]:
            for item in "ab":
                log.append(item)
                yield item
        """
    )
    assert events(fastapi) == ["closed", "a", "b"]
    assert events(ours) == ["a", "b", "closed"]


@shows("Start-up handlers of a router run once")
def test_start_up_handlers_of_a_router_run_once() -> None:
    fastapi, ours = both(
        """
        router = Router(on_startup=[lambda: log.append("up")])
        @router.get("/")
        def endpoint(): ...
        app = App()
        app.include_router(router)
        """,
        get(),
        lifespan=True,
    )
    assert (events(fastapi), events(ours)) == (["up", "up"], ["up"])


@shows("Context variables set in a thread are seen afterwards")
def test_context_variables_set_in_a_thread_are_seen_afterwards() -> None:
    fastapi, ours = both(
        """
        app = App()
        var = contextvars.ContextVar("var", default="unset")
        def sets(): var.set("set")
        def resets():
            token = var.set("reset me")
            yield
            var.reset(token)
        @app.get("/")
        async def endpoint(s=Depends(sets)): return var.get()
        @app.get("/reset")
        async def reset(s=Depends(resets)): return var.get()
        """,
        get(),
        get("/reset"),
    )
    assert body(fastapi) == '"unset"'
    assert error(fastapi, 1) == "ValueError"
    assert [body(ours), body(ours, 1)] == ['"set"', '"reset me"']


@shows("Who has something open does not queue for a worker again")
def test_who_has_something_open_does_not_queue_for_a_worker_again() -> None:
    fastapi, ours = both(
        """
        from anyio import from_thread, to_thread
        app = App()
        def taken():
            log.append(to_thread.current_default_thread_limiter().borrowed_tokens)
        def opened(): yield
        async def between(o=Depends(opened)): taken()
        @app.get("/")
        def endpoint(tasks: BackgroundTasks, b=Depends(between)):
            tasks.add_task(from_thread.run_sync, taken)
        """
    )
    assert events(fastapi) == [0, 1]
    assert events(ours) == [1, 0]


@shows("A cancelled task waits for its threads")
def test_a_cancelled_task_waits_for_its_threads() -> None:
    program = """
        import threading
        app = App()
        began, may_end = threading.Event(), threading.Event()
        def entered():
            began.set()
            may_end.wait(10)
            log.append("+entered")
            try:
                yield
            finally:
                log.append("-entered")
        @app.get("/")
        def endpoint(e=Depends(entered)): ...
        async def main():
            scope = {"type": "http", "method": "GET", "path": "/", "headers": [],
                     "query_string": b"", "root_path": "", "scheme": "http", "server": ("h", 1)}
            async def receive(): return {"type": "http.request", "body": b""}
            async def send(message): ...
            task = asyncio.ensure_future(app(scope, receive, send))
            while not began.is_set():
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.sleep(0)
            may_end.set()
            try:
                await task
            except asyncio.CancelledError:
                log.append("cancelled")
            await asyncio.get_running_loop().shutdown_default_executor()
        asyncio.run(main())
        """
    fastapi, ours = both(program, get("/missing"))
    assert events(fastapi)[0] == "cancelled"
    assert events(ours) == ["+entered", "-entered", "cancelled"]


@shows("Mistakes are raised together at start")
def test_mistakes_are_raised_together_at_start() -> None:
    fastapi, ours = both(
        """
        app = App()
        log.append("made")
        @app.get("/{ids}")
        def first(ids: list[int]): ...
        @app.get("/")
        def second(page: Annotated[int, Query(1)]): ...
        """
    )
    assert error(fastapi) == "AssertionError"
    assert error(ours) == "group"
    assert [one[0] for one in ours[0][0][1:]] == ["DependencyPathError", "DependencyMarkerError"]
    (strict,) = record(
        OURS,
        "app = App(strict=True)\n@app.get('/{ids}')\ndef first(ids: list[int]): ...\n",
        [],
    )
    assert error([strict]) == "DependencyPathError"


@shows("Circles are explained")
def test_circles_are_explained() -> None:
    classes = """
        app = App()
        class A:
            def __init__(self, b: "Annotated[B, Depends()]"): ...
        class B:
            def __init__(self, a: Annotated[A, Depends()]): ...
        @app.get("/")
        def endpoint(a: Annotated[A, Depends()]): ...
        """
    override = """
        app = App()
        def dep(): ...
        def wraps(d=Depends(dep)): ...
        @app.get("/")
        def endpoint(d=Depends(dep)): ...
        app.dependency_overrides[dep] = wraps
        """
    fastapi, ours = both(classes)
    assert (error(fastapi), error(ours)) == ("RecursionError", "DependencyCycleError")
    fastapi, ours = both(override)
    assert (error(fastapi), error(ours)) == ("RecursionError", "OverrideError")


@shows("`*args` and `**kwargs` are no query parameters")
def test_args_and_kwargs_are_no_query_parameters() -> None:
    fastapi, ours = both(
        """
        app = App()
        def dep(*args, **kwargs): ...
        @app.get("/")
        def endpoint(d=Depends(dep)): ...
        """
    )
    assert body(fastapi).count("missing") == 2
    assert error(ours) == "group"
    fastapi, ours = both(
        """
        from unittest.mock import Mock
        app = App()
        def dep(): ...
        @app.get("/")
        def endpoint(d=Depends(dep)): ...
        app.dependency_overrides[dep] = Mock()
        """
    )
    assert body(fastapi).count("missing") == 2
    assert error(ours) == "OverrideError"


@shows("No dependency is lost to a name that is not there")
def test_no_dependency_is_lost_to_a_name_that_is_not_there() -> None:
    fastapi, ours = both(
        """
        app = App()
        def dep(): return 1
        @app.get("/")
        def endpoint(user: "Annotated[Missing, Depends(dep)]"): return user
        """
    )
    assert '"user"' in body(fastapi)
    assert error(ours) == "DependencyAnnotationError"
    fastapi, ours = both(
        """
        app = App()
        def dep(): return 1
        @app.get("/")
        def endpoint(user: "Annotated[Later, Depends(dep)]"): return user
        class Later: ...
        """
    )
    assert '"user"' in body(fastapi)
    assert body(ours) == "1"


@shows("No marker is lost within another type")
def test_no_marker_is_lost_within_another_type() -> None:
    fastapi, ours = both(
        """
        app = App()
        def dep(): return "1"
        Word = Annotated[str, Depends(dep)]
        @app.get("/")
        def endpoint(word: Word | None): return word
        """
    )
    assert '"query","word"' in body(fastapi)
    assert error(ours) == "DependencyAnnotationError"


@shows("A generic type alias keeps its marker")
def test_a_generic_type_alias_keeps_its_marker() -> None:
    fastapi, ours = both(
        """
        from typing import TypeVar
        from typing_extensions import TypeAliasType
        app = App()
        T = TypeVar("T")
        def dep(): return 1
        Made = TypeAliasType("Made", Annotated[T, Depends(dep)], type_params=(T,))
        @app.get("/")
        def endpoint(made: Made[int]): return made
        """
    )
    assert '"made"' in body(fastapi)
    assert body(ours) == "1"


@shows("Providers that cannot work are refused at start")
@pytest.mark.parametrize(
    "provider",
    [
        "class dep(__import__('abc').ABC):\n    @__import__('abc').abstractmethod\n"
        "    def m(self): ...",
        "class dep(__import__('typing').Protocol):\n    def m(self): ...",
        "import contextlib\n@contextlib.contextmanager\ndef dep(): yield",
        "dep = dict",
        "def dep(x: int = 1, /): ...",
    ],
)
def test_providers_that_cannot_work_are_refused(provider: str) -> None:
    program = f"app = App()\n{provider}\n@app.get('/')\ndef endpoint(d=Depends(dep)): return d\n"
    fastapi, ours = both(program)
    assert error(fastapi) in ("TypeError", "ValueError", "422")
    assert error(ours) in ("DependencyMarkerError", "DependencyParameterError")


@shows("`Request` under a WebSocket route is refused at start")
def test_request_under_a_websocket_route_is_refused() -> None:
    fastapi, ours = both(
        """
        app = App()
        def dep(request: Request): ...
        @app.websocket("/")
        async def endpoint(socket: WebSocket, d=Depends(dep)): ...
        """,
        websocket(),
    )
    assert (error(fastapi), error(ours)) == ("TypeError", "DependencyConnectionError")


@shows("A required value of the body under a WebSocket route is refused at start")
def test_a_body_under_a_websocket_route_is_refused() -> None:
    fastapi, ours = both(
        """
        app = App()
        def dep(name: Annotated[str, Form()]): ...
        @app.websocket("/")
        async def endpoint(socket: WebSocket, d=Depends(dep)):
            await socket.accept()
        """,
        websocket(),
    )
    assert "Field required" in str(fastapi)
    assert error(ours) == "DependencyConnectionError"


@shows("`Path()` without a placeholder is refused at start")
def test_path_without_a_placeholder_is_refused() -> None:
    fastapi, ours = both(
        """
        app = App()
        @app.get("/")
        def endpoint(item: Annotated[int, Path()]): ...
        """
    )
    assert (error(fastapi), error(ours)) == ("422", "DependencyPathError")


def test_a_placeholder_of_a_mount_is_none_of_the_application_below() -> None:
    fastapi, ours = both(
        """
        inner, app = App(), App()
        @inner.get("/x")
        def read(tenant: Annotated[str, Path()]) -> str:
            return tenant
        app.mount("/{tenant}", inner)
        """,
        get("/ada/x"),
    )
    assert body(fastapi) == '"ada"'
    assert ours[0][0][0] == "DependencyPathError"


@shows("JSON beside a form is refused at start")
def test_json_beside_a_form_is_refused() -> None:
    fastapi, ours = both(
        """
        app = App()
        class Book(BaseModel):
            title: str
        @app.post("/")
        def endpoint(book: Book, cover: UploadFile): ...
        """,
        post(**multipart([("cover", ("c", b"c"))], book='{"title": "t"}')),
    )
    assert (error(fastapi), error(ours)) == ("422", "DependencyParameterError")


@shows("A replacement must fit")
def test_a_replacement_must_fit() -> None:
    fastapi, ours = both(
        """
        app = App()
        def dep() -> int: return 1
        @app.get("/")
        def endpoint(d=Depends(dep)): return d
        def other() -> str: return "x"
        app.dependency_overrides[dep] = other
        """
    )
    assert body(fastapi) == '"x"'
    assert error(ours) == "OverrideError"


@shows("OAuth scopes that nothing reads are a warning")
def test_oauth_scopes_that_nothing_reads_are_a_warning() -> None:
    fastapi, ours = both(
        """
        app = App()
        def user() -> str: return "anybody"
        def checked(scopes: SecurityScopes) -> list[str]: return scopes.scopes
        @app.get("/", dependencies=[Security(checked, scopes=["admin"])])
        def endpoint(u: Annotated[str, Security(user, scopes=["admin"])]): return u
        """
    )
    assert body(fastapi) == '"anybody"'
    assert error(ours) == "UnreadScopesWarning"


@shows("What a stream sends is told in OpenAPI 3.1's words")
def test_streams_are_told_in_words_of_3_1() -> None:
    fastapi, ours = both(
        """
        from collections.abc import AsyncIterable
        app = App()
        @app.get("/")
        async def endpoint() -> AsyncIterable[int]: yield 1
        """,
        get("/openapi.json"),
    )
    assert '"openapi":"3.1.0"' in body(fastapi)
    assert '"itemSchema":{"type":"integer"' in body(fastapi)
    assert '"x-itemSchema":{"type":"integer"' in body(ours)
    assert '"itemSchema"' not in body(ours)


@shows("Each method has an operation id of its own")
def test_each_method_has_an_operation_id_of_its_own() -> None:
    program = """
        import warnings
        warnings.simplefilter("ignore")  # FastAPI warns of its own ids
        app = App()
        @app.api_route("/", methods=["PUT", "POST"])
        def endpoint(): ...
    """
    fastapi, ours = (
        re.findall(r'"operationId":"([^"]*)"', body(seen))
        for seen in both(program, get("/openapi.json"))
    )
    assert len(fastapi) == 2
    assert len(set(fastapi)) == 1
    assert sorted(ours) == ["endpoint__post", "endpoint__put"]


@shows("What is hidden leaves no schema behind")
def test_what_is_hidden_leaves_no_schema_behind() -> None:
    fastapi, ours = both(
        """
        import enum
        class Color(enum.Enum):
            red = "red"
        app = App(openapi_url=None)
        @app.get("/")
        def endpoint(color: Annotated[Color, Query(include_in_schema=False)] = Color.red):
            return sorted(app.openapi().get("components", {}).get("schemas", {}))
        """
    )
    assert "Color" in body(fastapi)
    assert "Color" not in body(ours)


@shows("What is said of a field stays with the field")
def test_what_is_said_of_a_field_stays_with_the_field() -> None:
    fastapi, ours = both(
        """
        class Tree(BaseModel):
            branches: list["Tree"] = []
        class Garden(BaseModel):
            oldest: Tree = Field(deprecated=True)
        app = App(openapi_url=None)
        @app.get("/", responses={400: {"model": Tree}}, response_model=None)
        def endpoint() -> None: return app.openapi()
        @app.get("/garden")
        def garden() -> Garden: ...
        """
    )
    for seen, deprecated in ((fastapi, 2), (ours, 1)):
        assert body(seen).count('"$ref":"#/components/schemas/Tree"') == 3
        assert body(seen).count('"deprecated":true') == deprecated


@shows("The pages of the documentation need no network")
def test_the_pages_need_no_network() -> None:
    fastapi, ours = both("app = App()", get("/docs"), get("/redoc"))
    for index in (0, 1):
        assert re.search(r'src="https://[^"]*js"', body(fastapi, index))
        assert re.search(r'src="/[^"]*js"', body(ours, index))
        assert "https://" not in body(ours, index)


@shows("`/docs/dependencies` draws the graphs")
def test_the_graphs_are_drawn() -> None:
    fastapi, ours = both(
        """
        app = App()
        def provider(): ...
        @app.get("/")
        def endpoint(value: Annotated[None, Depends(provider)]): ...
        """,
        get("/docs/dependencies"),
    )
    assert body(fastapi) == '{"detail":"Not Found"}'
    assert '"name": "provider"' in body(ours)


def test_every_entry_of_the_page_has_its_test() -> None:
    assert re.findall(r"^### (.*)$", PAGE.read_text(), re.MULTILINE) == list(SHOWN)
