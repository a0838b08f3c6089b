"""Programs written by hand, by theme, with the calls made to each.

Where a theme is a product (every kind of provider, every place of an exception), the
texts are put together by loops; each is a program of its own.
"""

from collections.abc import Iterator
from itertools import product
from textwrap import dedent, indent

from tests.oracle.harness import Call, get, post, websocket

Program = tuple[str, str, list[Call]]
"""A name, a text, the calls."""


def program(name: str, text: str, *calls: Call) -> Program:
    """Return a program."""
    return name, dedent(text), list(calls) or [get()]


# --- every kind of provider ---------------------------------------------------------------

KINDS = {
    "function": "def p(q: int = 1):\n    log.append('p')\n    return q",
    "coroutine": "async def p(q: int = 1):\n    log.append('p')\n    return q",
    "generator": "def p(q: int = 1):\n    log.append('+p')\n    yield q\n    log.append('-p')",
    "async generator": (
        "async def p(q: int = 1):\n    log.append('+p')\n    yield q\n    log.append('-p')"
    ),
    "lambda": "p = lambda q: log.append('p') or q",
    "class": (
        "class p:\n    def __init__(self, q: int = 1):\n        log.append('p')\n        self.q = q"
    ),
    "dataclass": "@dataclasses.dataclass\nclass p:\n    q: int = 1",
    "pydantic model": "class p(BaseModel):\n    q: int = 1",
    "instance": (
        "class P:\n    def __call__(self, q: int = 1):\n        log.append('p')\n"
        "        return q\np = P()"
    ),
    "async instance": (
        "class P:\n    async def __call__(self, q: int = 1):\n        log.append('p')\n"
        "        return q\np = P()"
    ),
    "generator instance": (
        "class P:\n    def __call__(self, q: int = 1):\n        log.append('+p')\n"
        "        yield q\n        log.append('-p')\np = P()"
    ),
    "async generator instance": (
        "class P:\n    async def __call__(self, q: int = 1):\n        log.append('+p')\n"
        "        yield q\n        log.append('-p')\np = P()"
    ),
    "bound method": (
        "class P:\n    def m(self, q: int = 1):\n        log.append('p')\n        return q\n"
        "p = P().m"
    ),
    "async bound method": (
        "class P:\n    async def m(self, q: int = 1):\n        log.append('p')\n"
        "        return q\np = P().m"
    ),
    "class method": (
        "class P:\n    @classmethod\n    def m(cls, q: int = 1):\n        return q\np = P.m"
    ),
    "static method": (
        "class P:\n    @staticmethod\n    def m(q: int = 1):\n        return q\np = P.m"
    ),
    "partial": (
        "def f(extra, q: int = 1):\n    log.append(extra)\n    return q\n"
        "p = functools.partial(f, 'x')"
    ),
    "nested partial of coroutine": (
        "async def f(a, b, q: int = 1):\n    log.append(a + b)\n    return q\n"
        "p = functools.partial(functools.partial(f, 'x'), 'y')"
    ),
    "partial by keyword": (
        "def f(q: int = 1, r: int = 2):\n    return q + r\np = functools.partial(f, r=40)"
    ),
    "partial of generator": (
        "def f(a, q: int = 1):\n    log.append('+p')\n    yield q\n    log.append('-p')\n"
        "p = functools.partial(f, 'x')"
    ),
    "lru_cache": ("@functools.lru_cache\ndef p(q: int = 1):\n    log.append('p')\n    return q"),
    "wrapped function": (
        "def deco(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n"
        "        log.append('w')\n        return f(*args, **kwargs)\n    return inner\n"
        "@deco\ndef p(q: int = 1):\n    return q"
    ),
    "coroutine wrapped by coroutine": (
        "def deco(f):\n    @functools.wraps(f)\n    async def inner(*args, **kwargs):\n"
        "        log.append('w')\n        return await f(*args, **kwargs)\n    return inner\n"
        "@deco\nasync def p(q: int = 1):\n    return q"
    ),
    "coroutine wrapped by function": (
        "def deco(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n"
        "        log.append('w')\n        return f(*args, **kwargs)\n    return inner\n"
        "@deco\nasync def p(q: int = 1):\n    return q"
    ),
    "function wrapped by coroutine": (
        "def deco(f):\n    @functools.wraps(f)\n    async def inner(*args, **kwargs):\n"
        "        log.append('w')\n        return f(*args, **kwargs)\n    return inner\n"
        "@deco\ndef p(q: int = 1):\n    return q"
    ),
    "generator wrapped": (
        "def deco(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n"
        "        return f(*args, **kwargs)\n    return inner\n"
        "@deco\ndef p(q: int = 1):\n    log.append('+p')\n    yield q\n    log.append('-p')"
    ),
    "async generator wrapped": (
        "def deco(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n"
        "        return f(*args, **kwargs)\n    return inner\n"
        "@deco\nasync def p(q: int = 1):\n    log.append('+p')\n    yield q\n"
        "    log.append('-p')"
    ),
    "subclass with inherited constructor": (
        "class B:\n    def __init__(self, q: int = 1):\n        self.q = q\nclass p(B):\n    pass"
    ),
}

PLACES = {
    "Annotated": "value: Annotated[Any, Depends(p)]",
    "default": "value = Depends(p)",
}


def kinds() -> Iterator[Program]:
    for (kind, text), (place, parameter) in product(KINDS.items(), PLACES.items()):
        yield program(
            f"{kind} in {place}",
            f"app = App()\n{text}\n@app.get('/')\ndef endpoint({parameter}):\n"
            "    log.append('endpoint')\n    return getattr(value, 'q', value)\n",
            get(),
            get("/?q=5"),
            get("/?q=no"),
        )


# --- exceptions, everywhere ---------------------------------------------------------------

PROVIDERS = {
    "def": (
        "def {name}({needs}):\n    log.append('+{name}')\n{setup}    try:\n        yield '{name}'\n"
        "    except Exception as error:\n        log.append('{name} ' + type(error).__name__)\n"
        "{caught}    finally:\n        log.append('-{name}')\n{teardown}"
    ),
}
PROVIDERS["async"] = "async " + PROVIDERS["def"]

RAISES = {
    "ValueError": "raise ValueError('v')",
    "HTTPException": "raise HTTPException(418, 'teapot', headers={'x-h': '1'})",
}
CAUGHT = {
    "re-raised": "raise",
    "replaced": "raise KeyError('k')",
    "replaced by an answer": "raise HTTPException(409, {'why': 'conflict'})",
    "swallowed": "pass",
}


def yielding(
    name: str,
    *,
    how: str,
    needs: str = "",
    setup: str = "",
    caught: str = "raise",
    teardown: str = "",
) -> str:
    """Return the text of a provider that logs everything."""
    return PROVIDERS[how].format(
        name=name,
        needs=needs,
        setup=indent(setup, "    ") + "\n" if setup else "",
        caught=indent(caught, "        ") + "\n",
        teardown=indent(teardown, "    ") + "\n" if teardown else "",
    )


def exceptions() -> Iterator[Program]:
    for how, scope, (raised, statement), (caught, reaction) in product(
        ("def", "async"), ("function", "request"), RAISES.items(), CAUGHT.items()
    ):
        yield program(
            f"{raised} of the endpoint, {caught} by a {how} {scope} provider",
            "app = App()\n"
            + yielding("a", how="def")
            + yielding("b", how=how, needs="a=Depends(a)", caught=reaction)
            + f"@app.get('/')\ndef endpoint(b=Depends(b, scope={scope!r})):\n"
            f"    log.append('endpoint')\n    {statement}\n",
        )
    for how, scope, (raised, statement) in product(
        ("def", "async"), ("function", "request"), RAISES.items()
    ):
        yield program(
            f"{raised} in the set-up of a {how} {scope} provider",
            "app = App()\n"
            + yielding("a", how="async")
            + yielding("b", how=how, needs="a=Depends(a)", setup=statement)
            + f"@app.get('/')\nasync def endpoint(b=Depends(b, scope={scope!r})):\n"
            "    log.append('endpoint')\n",
        )
        yield program(
            f"{raised} in the clean-up of a {how} {scope} provider",
            "app = App()\n"
            + yielding("a", how="def")
            + yielding("b", how=how, needs="a=Depends(a)", teardown=statement)
            + f"@app.get('/')\nasync def endpoint(b=Depends(b, scope={scope!r})):\n"
            "    log.append('endpoint')\n    return 'ok'\n",
        )
    for how in ("def", "async"):
        yield program(
            f"a validation error beside an open {how} provider",
            "app = App()\n"
            + yielding("a", how=how)
            + "@app.get('/')\nasync def endpoint(a=Depends(a), q: int = 0):\n    return q\n",
            get("/?q=x"),
            get("/?q=1"),
        )
        yield program(
            f"a {how} provider that never yields",
            "app = App()\n"
            + ("async " if how == "async" else "")
            + "def a():\n    if False:\n        yield 1\n"
            "@app.get('/')\ndef endpoint(a=Depends(a)):\n    return a\n",
        )
        yield program(
            f"a {how} provider that yields twice",
            "app = App()\n"
            + ("async " if how == "async" else "")
            + "def a():\n    yield 1\n    yield 2\n"
            "@app.get('/')\ndef endpoint(a=Depends(a)):\n    return a\n",
        )
    yield program(
        "an exception in a background task",
        "app = App()\n"
        + yielding("a", how="async")
        + yielding("b", how="def")
        + "@app.get('/')\ndef endpoint(tasks: BackgroundTasks, a=Depends(a),"
        " b=Depends(b, scope='function')):\n    tasks.add_task(fail)\n    return 'ok'\n"
        "def fail():\n    log.append('task')\n    raise ValueError('late')\n",
    )
    yield program(
        "an exception in a streaming response",
        "app = App()\n"
        + yielding("a", how="async")
        + yielding("b", how="def")
        + "@app.get('/')\ndef endpoint(a=Depends(a), b=Depends(b, scope='function')):\n"
        "    def parts():\n        log.append('part')\n        yield 'x'\n"
        "        raise ValueError('torn')\n    return StreamingResponse(parts())\n",
    )


# --- order, cache, scopes -----------------------------------------------------------------


def orders() -> Iterator[Program]:
    yield program(
        "the order of all lifetimes, with background tasks and a stream",
        "app = App()\n"
        + yielding("r1", how="async")
        + yielding("f1", how="def", needs="r1=Depends(r1)")
        + yielding("r2", how="def")
        + yielding("f2", how="async", needs="r2=Depends(r2)")
        + "def task(name):\n    log.append(name)\n"
        "def adds(tasks: BackgroundTasks):\n    tasks.add_task(task, 'dependency task')\n"
        "@app.get('/')\nasync def endpoint(tasks: BackgroundTasks,"
        " a=Depends(f1, scope='function'), b=Depends(f2, scope='function'), c=Depends(adds)):\n"
        "    tasks.add_task(task, 'endpoint task')\n    log.append('endpoint')\n"
        "    return {'a': a, 'b': b}\n"
        "@app.get('/stream')\nasync def stream(a=Depends(f1, scope='function'), b=Depends(r2)):\n"
        "    async def parts():\n        for part in 'xy':\n            log.append(part)\n"
        "            yield part\n    return StreamingResponse(parts())\n"
        "@app.get('/own')\nasync def own(c=Depends(adds)):\n"
        "    from starlette.background import BackgroundTask\n"
        "    return JSONResponse([], background=BackgroundTask(task, 'own task'))\n",
        get(),
        get("/stream"),
        get("/own"),
    )
    yield program(
        "app, inclusion, router, decorator, parameters",
        """
        def dep(name):
            def provider():
                log.append(name)
            return provider
        app = App(dependencies=[Depends(dep("app"))])
        outer = Router(prefix="/outer", dependencies=[Depends(dep("outer"))])
        inner = Router(prefix="/inner", dependencies=[Depends(dep("inner"))])
        @inner.get("/x", dependencies=[Depends(dep("decorator 1")), Depends(dep("decorator 2"))])
        def endpoint(a=Depends(dep("a")), b=Depends(dep("b"))):
            return "ok"
        outer.include_router(inner, prefix="/mid", dependencies=[Depends(dep("include inner"))])
        app.include_router(outer, prefix="/top", dependencies=[Depends(dep("include outer"))])
        """,
        get("/top/outer/mid/inner/x"),
    )
    yield program(
        "one value per request",
        """
        app = App()
        count = iter(range(100))
        def number():
            log.append("number")
            return next(count)
        def left(n=Depends(number)):
            return n
        def right(n=Depends(number)):
            return n
        def fresh(n=Depends(number, use_cache=False)):
            return n
        @app.get("/")
        def endpoint(n=Depends(number), l=Depends(left), r=Depends(right)):
            return [n, l, r]
        @app.get("/fresh")
        def fresh_endpoint(n=Depends(number), l=Depends(fresh), r=Depends(right),
                           again=Depends(number, use_cache=False)):
            return [n, l, r, again]
        @app.get("/fresh-first")
        def fresh_first(f=Depends(number, use_cache=False), n=Depends(number),
                        g=Depends(number, use_cache=False), m=Depends(number)):
            return [f, n, g, m]
        """,
        get(),
        get(),
        get("/fresh"),
        get("/fresh-first"),
    )
    for how in ("def", "async"):
        yield program(
            f"scopes are part of the key of a {how} provider",
            "app = App()\n"
            + yielding("a", how=how)
            + "@app.get('/')\ndef endpoint(x=Depends(a), y=Depends(a, scope='function'),"
            " z=Depends(a, scope='request'), again=Depends(a)):\n"
            "    log.append('endpoint')\n    return [x, y, z, again]\n",
        )
    yield program(
        "OAuth scopes are part of the key where they are read",
        """
        app = App()
        def reads(scopes: SecurityScopes):
            log.append(scopes.scopes)
            return scopes.scope_str
        def plain():
            log.append("plain")
            return "plain"
        def middle(value=Security(reads, scopes=["b", "a"]), p=Depends(plain)):
            return value
        def other(value=Security(reads, scopes=["c"]), p=Depends(plain)):
            return value
        @app.get("/")
        def endpoint(
            a=Security(middle, scopes=["a", "x"]), b=Security(other, scopes=["a"]),
            c=Depends(reads), d=Security(reads, scopes=["a", "x", "b"]),
            e=Security(plain, scopes=["p"]), f=Security(plain, scopes=["q"]), g=Depends(plain),
        ):
            return [a, b, c, d]
        """,
    )
    yield program(
        "a wide and deep graph, each once",
        """
        app = App()
        def make(name, below):
            def provider(**values):
                log.append(name)
                return name
            import inspect
            provider.__signature__ = inspect.Signature([
                inspect.Parameter(f"p{i}", inspect.Parameter.KEYWORD_ONLY, default=Depends(b))
                for i, b in enumerate(below)
            ])
            return provider
        layer = []
        for depth in range(3):
            layer = [make(f"{depth}.{i}", layer) for i in range(3)]
        @app.get("/", dependencies=[Depends(d) for d in layer])
        def endpoint():
            return "ok"
        """,
    )
    yield program(
        "a sub-dependency's error keeps its parents from running, not its neighbours",
        """
        app = App()
        def number(n: int):
            log.append("number")
            return n
        def parent(n=Depends(number), m: int = 0):
            log.append("parent")
            return n
        def neighbour(k: int = 1):
            log.append("neighbour")
            return k
        @app.get("/")
        def endpoint(p=Depends(parent), n=Depends(neighbour), q: int = 2):
            log.append("endpoint")
            return [p, n, q]
        """,
        get(),
        get("/?n=1"),
        get("/?n=x&m=y&k=z&q=w"),
    )


# --- values that are handed over ----------------------------------------------------------


def connections() -> Iterator[Program]:
    yield program(
        "everything of the request, at any depth",
        """
        app = App()
        def below(request: Request, connection: HTTPConnection, response: Response):
            response.headers["x-below"] = request.url.path
            response.set_cookie("c", "1")
            return request is connection
        class Mine(Request):
            pass
        @app.get("/here/{name}")
        def endpoint(name: str, response: Response, same=Depends(below), *, mine: Mine):
            response.status_code = 207
            response.headers.append("x-many", "1")
            response.headers.append("x-many", "2")
            return [name, same, mine.method, mine.path_params]
        @app.get("/returned")
        def returned(response: Response, same=Depends(below)):
            response.status_code = 207
            return PlainTextResponse("mine", status_code=201)
        @app.get("/empty", status_code=204)
        def empty(response: Response):
            response.headers["x-a"] = "b"
        """,
        get("/here/there"),
        get("/returned"),
        get("/empty"),
    )
    yield program(
        "a websocket",
        "app = App()\n"
        + yielding("a", how="async")
        + yielding("b", how="def")
        + """
def read(connection: HTTPConnection, x_token: Annotated[str, Header()] = "none"):
    return x_token
@app.websocket("/ws/{name}")
async def endpoint(socket: WebSocket, name: str, limit: int = 3, a=Depends(a),
                   b=Depends(b, scope="function"), token=Depends(read)):
    await socket.accept()
    await socket.send_text(f"{name} {limit} {a} {b} {token}")
    log.append("endpoint")
    if limit == 4:
        raise WebSocketException(1008, "no")
    if limit == 5:
        raise ValueError("five")
    await socket.close(1000)
""",
        websocket("/ws/me"),
        websocket("/ws/me?limit=7", headers={"x-token": "t"}),
        websocket("/ws/me?limit=many"),
        websocket("/ws/me?limit=4"),
        websocket("/ws/me?limit=5"),
    )
    yield program(
        "dependencies of routers on websockets",
        """
        def dep(name):
            def provider():
                log.append(name)
            return provider
        app = App(dependencies=[Depends(dep("app"))])
        router = Router(prefix="/r", dependencies=[Depends(dep("router"))])
        @router.websocket("/ws", dependencies=[Depends(dep("decorator"))])
        async def endpoint(socket: WebSocket):
            await socket.accept()
            await socket.close()
        app.include_router(router, dependencies=[Depends(dep("include"))])
        """,
        websocket("/r/ws"),
    )
    yield program(
        "context variables set by coroutines",
        """
        app = App()
        var = contextvars.ContextVar("var", default="unset")
        async def sets():
            token = var.set("set")
            yield
            log.append(var.get())
            var.reset(token)
        async def reads(_=Depends(sets)):
            return var.get()
        @app.get("/")
        async def endpoint(value=Depends(reads)):
            return [value, var.get()]
        @app.get("/thread")
        def thread(value=Depends(reads)):
            return [value, var.get()]
        """,
        get(),
        get("/thread"),
    )


# --- parameters ---------------------------------------------------------------------------

PARAMETERS = {
    "int": "q: int",
    "int with default": "q: int = 5",
    "optional": "q: Optional[int] = None",
    "union": "q: Union[int, str]",
    "bool": "q: bool",
    "float": "q: float",
    "untyped": "q",
    "any with default": "q=7",
    "constrained": "q: Annotated[int, Query(gt=2, le=9)]",
    "Field": "q: Annotated[int, Field(gt=2)]",
    "Query as default": "q: int = Query(gt=2)",
    "Query default": "q: int = Query(4, lt=9)",
    "Query ellipsis": "q: int = Query(...)",
    "alias": "q: Annotated[int, Query(alias='other-name')]",
    "alias with default": "q: Annotated[int, Query(alias='q-q')] = 3",
    "validation alias": "q: Annotated[int, Query(validation_alias='va')]",
    "list": "q: Annotated[list[int], Query()]",
    "list default": "q: Annotated[list[int], Query()] = [1, 2]",
    "list as default": "q: list[str] = Query([])",
    "set": "q: Annotated[set[int], Query()]",
    "tuple": "q: Annotated[tuple[int, int], Query()]",
    "optional list": "q: Annotated[Optional[list[int]], Query()] = None",
    "pattern": "q: Annotated[str, Query(pattern='^a+$', min_length=2)]",
    "default factory": "q: Annotated[int, Query(default_factory=lambda: 9)]",
    "header": "q: Annotated[str, Header()]",
    "header underscores": "x_some_token: Annotated[str, Header()]",
    "header kept underscores": (
        "x_some_token: Annotated[str, Header(convert_underscores=False)] = 'none'"
    ),
    "header list": "x_many: Annotated[list[str], Header()]",
    "header as default": "x_some_token: str = Header('d')",
    "cookie": "session: Annotated[str, Cookie()]",
    "cookie default": "session: str = Cookie('none')",
    "literal": "q: __import__('typing').Literal['a', 'b']",
    "enum": "q: __import__('enum').Enum('E', {'a': 'a', 'b': 'b'})",
    "date": "q: __import__('datetime').date",
    "uuid": "q: __import__('uuid').UUID",
    "decimal": "q: __import__('decimal').Decimal",
    "timedelta": "q: __import__('datetime').timedelta",
}
QUERIES = (
    "",
    "?q=5",
    "?q=1",
    "?q=abc",
    "?q=aaa",
    "?q=1&q=2&q=x",
    "?q=1&q=2",
    "?q=",
    "?other-name=3&q-q=4&va=6",
    "?q=2024-01-02",
    "?q=3.5",
    "?q=true",
    "?q=7d7f0b1e-7a0e-4b0a-9f5a-1d1a6f1c2b3d",
    "?q=PT5S",
)


def parameters() -> Iterator[Program]:
    headers = {"q": "h", "x-some-token": "t", "cookie": "session=s"}
    many = [("x-many", "1"), ("x-many", "2"), ("x_some_token", "u")]
    for name, text in PARAMETERS.items():
        parameter = text.split(":")[0].split("=")[0].strip()
        yield program(
            f"parameter: {name}",
            f"app = App()\ndef below({text}):\n    return {parameter}\n"
            f"@app.get('/')\ndef endpoint({text}):\n    return {parameter}\n"
            "@app.get('/below')\ndef through(value=Depends(below)):\n    return value\n",
            *(get("/" + query) for query in QUERIES),
            *(get("/below" + query) for query in QUERIES[:4]),
            get("/", headers=headers),
            get("/", headers=many),
        )
    yield program(
        "path parameters",
        """
        app = App()
        def item(item_id: int):
            return item_id
        @app.get("/a/{item_id}")
        def a(item_id: int): return item_id
        @app.get("/b/{item_id}")
        def b(value=Depends(item)): return value
        @app.get("/c")
        def c(value=Depends(item)): return value
        @app.get("/d/{item_id}")
        def d(item_id: Annotated[int, Path(gt=3)]): return item_id
        @app.get("/e/{rest:path}")
        def e(rest: str): return rest
        @app.get("/f/{item_id}/{other}")
        def f(other, item_id=Path()): return [item_id, other]
        @app.get("/g/{item_id:int}")
        def g(item_id: str): return item_id
        @app.get("/h/{item_id}")
        def h(item_id: Optional[str] = None): return item_id
        """,
        *(
            get(path)
            for path in [
                "/a/1",
                "/a/x",
                "/b/2",
                "/b/y",
                "/c",
                "/c?item_id=4",
                "/d/1",
                "/d/7",
                "/e/x/y/z",
                "/f/1/2",
                "/g/5",
                "/g/x",
                "/h/9",
            ]
        ),
    )


BODIES = {
    "a model": "item: Item",
    "a model by default": "item: Item = Item(name='d', price=1)",
    "an optional model": "item: Optional[Item] = None",
    "two models": "item: Item, other: Item",
    "a model and a number": "item: Item, n: Annotated[int, Body()]",
    "an embedded model": "item: Annotated[Item, Body(embed=True)]",
    "one Body number": "n: Annotated[int, Body()]",
    "one Body number with default": "n: int = Body(3)",
    "a list of models": "items: list[Item]",
    "a dict": "items: dict[str, int]",
    "a dataclass": "item: Data",
    "a union": "item: Union[Item, int]",
    "a model below": "item: Item, below=Depends(takes)",
    "the same model twice": "item: Item, same=Depends(same)",
    "any body": "item: Any = Body()",
    "bytes": "item: bytes = Body()",
    "body with query": "item: Item, q: int, x_h: Annotated[str, Header()]",
}
SENT: list[dict[str, object]] = [
    {},
    {"json": {"name": "a", "price": 2}},
    {"json": {"name": "a", "price": "no"}},
    {"json": {"item": {"name": "a", "price": 2}, "n": 4, "other": {"name": "b", "price": 3}}},
    {"json": {"item": {"name": "a"}, "n": "four", "extra": {"name": "b"}}},
    {"json": [{"name": "a", "price": 2}, {"price": 3}]},
    {"json": 5},
    {"json": None},
    {"json": {"a": 1, "b": "x"}},
    {"content": "{broken", "headers": {"content-type": "application/json"}},
    {"content": '{"name": "a", "price": 2}'},
    {"content": '{"name": "a", "price": 2}', "headers": {"content-type": "text/plain"}},
    {
        "content": '{"name": "a", "price": 2}',
        "headers": {"content-type": "application/vnd.api+json; charset=utf-8"},
    },
    {"content": b"\xff\xfe", "headers": {"content-type": "application/json"}},
]


def bodies() -> Iterator[Program]:
    for name, text in BODIES.items():
        names = [part.split(":")[0].split("=")[0].strip() for part in text.split(", ")]
        shown = ", ".join(part for part in names if part.isidentifier())
        yield program(
            f"body: {name}",
            "app = App()\nclass Item(BaseModel):\n    name: str\n    price: float\n"
            "@dataclasses.dataclass\nclass Data:\n    name: str\n    price: float = 1\n"
            "def takes(extra: Item):\n    return extra\n"
            "def same(item: Item):\n    return item\n"
            f"@app.post('/')\ndef endpoint({text}):\n    return [{shown}]\n",
            *(post(**sent) for sent in SENT),  # type: ignore[arg-type]
            post("/?q=1", json={"name": "a", "price": 2}, headers={"x-h": "h"}),
        )


RETURNS = {
    "a dict": ("", "{'a': 1, 'b': [None, 2.5]}"),
    "a model": ("", "Item(name='n', price=2)"),
    "a declared model": (" -> Item", "Item(name='n', price=2)"),
    "a filtered model": (" -> Item", "Full(name='n', price=2, secret='s')"),
    "a dict as a model": (" -> Item", "{'name': 'n', 'price': 2, 'secret': 's'}"),
    "a list of models": (" -> list[Item]", "[Item(name='n', price=2)]"),
    "a dict of models": (" -> dict[str, Item]", "{'k': Item(name='n', price=2)}"),
    "an optional model": (" -> Optional[Item]", "None"),
    "a dataclass": (" -> Data", "Data('n')"),
    "a plain dataclass": ("", "Data('n')"),
    "an aliased model": (" -> Aliased", "Aliased(theName='n')"),
    "a wrong value": (" -> Item", "{'name': 'n'}"),
    "a number": (" -> int", "3"),
    "a string": (" -> str", "'text'"),
    "a set": ("", "{1}"),
    "nothing": (" -> None", "None"),
    "a response": (" -> Response", "PlainTextResponse('x', status_code=202)"),
    "an unannounced response": (" -> Any", "RedirectResponse('/elsewhere')"),
    "dates and decimals": (
        "",
        "{'d': __import__('datetime').date(2024, 1, 2), 'c': __import__('decimal').Decimal('1.50'),"
        " 't': __import__('datetime').timedelta(seconds=3), 'b': b'x', '_sa_x': 1}",
    ),
    "an object with attributes": ("", "Plain()"),
    "attributes as a model": (" -> Item", "Plain()"),
}


def responses() -> Iterator[Program]:
    for (name, (annotation, value)), how in product(RETURNS.items(), ("def", "async def")):
        yield program(
            f"{how} returns {name}",
            "app = App()\nclass Item(BaseModel):\n    name: str\n    price: float\n"
            "class Full(Item):\n    secret: str\n"
            "class Aliased(BaseModel):\n    the_name: str = Field(alias='theName')\n"
            "@dataclasses.dataclass\nclass Data:\n    name: str\n    price: float = 1\n"
            "class Plain:\n    def __init__(self):\n        self.name = 'n'\n"
            "        self.price = 3\n"
            f"@app.get('/')\n{how} endpoint(){annotation}:\n    return {value}\n"
            f"@app.get('/model', response_model=Item, status_code=203)\n"
            f"{how} model():\n    return {value}\n"
            f"@app.get('/none', response_model=None)\n"
            f"{how} none(){annotation}:\n    return {value}\n",
            get(),
            get("/none"),
            *([get("/model")] if "model" in name else []),
        )
    yield program(
        "methods, missing paths, handlers",
        """
        app = App()
        class Mine(Exception):
            pass
        @app.exception_handler(Mine)
        async def handle(request: Request, exc: Mine):
            return JSONResponse({"mine": str(exc)}, status_code=499)
        @app.exception_handler(RequestValidationError)
        def invalid(request: Request, exc: RequestValidationError):
            return JSONResponse({"errors": len(exc.errors())}, status_code=400)
        @app.get("/a")
        def a(q: int = 0): raise Mine("x")
        @app.api_route("/b", methods=["PUT", "PATCH"])
        def b(): return "b"
        @app.delete("/a", status_code=status.HTTP_202_ACCEPTED)
        def d(): return None
        @app.get("/c")
        def c(): raise HTTPException(404, detail=["any", {"json": True}], headers={"x-a": "1"})
        @app.get("/e")
        def e(): raise HTTPException(304)
        """,
        get("/a"),
        get("/a?q=x"),
        get("/c"),
        get("/e"),
        get("/missing"),
        get("/a/"),
        Call("HEAD", "/a"),
        Call("PUT", "/b"),
        Call("PATCH", "/b"),
        Call("GET", "/b"),
        Call("DELETE", "/a"),
        Call("OPTIONS", "/a"),
    )


# --- overrides ----------------------------------------------------------------------------


def overrides() -> Iterator[Program]:
    for original, replacement in product(("def", "async"), ("def", "async", "plain", "class")):
        text = {
            "def": yielding("b", how="def"),
            "async": yielding("b", how="async"),
            "plain": "def b():\n    log.append('b')\n    return 'b'\n",
            "class": "class b(str):\n    def __new__(cls):\n        return 'b'\n",
        }[replacement]
        yield program(
            f"a {original} generator replaced by {replacement}",
            "app = App()\n"
            + yielding("a", how=original)
            + text
            + "def user(a=Depends(a)):\n    return a\n"
            "@app.get('/')\ndef endpoint(u=Depends(user), a=Depends(a),"
            " f=Depends(a, scope='function')):\n    log.append('endpoint')\n    return [u, a, f]\n"
            "app.dependency_overrides[a] = b\n",
        )
    yield program(
        "replacements: one step, below replacements, with parameters of the original",
        """
        app = App()
        def a(q: int): return ["a", q]
        def b(q: int): return ["b", q]
        def c(): return "c"
        def needs_a(a=Depends(a)): return ["needs", a]
        def replaced(): return "replaced"
        def replacement(a=Depends(a)): return ["replacement", a]
        app.dependency_overrides = {a: b, b: c, replaced: replacement}
        @app.get("/a")
        def of_a(a=Depends(a), b=Depends(b), n=Depends(needs_a)): return [a, b, n]
        @app.get("/r")
        def of_r(r=Depends(replaced)): return r
        @app.get("/clear")
        def clear():
            app.dependency_overrides.clear()
        """,
        get("/a?q=1"),
        get("/r?q=2"),
        get("/clear"),
        get("/a?q=3"),
        get("/r"),
    )


def everything() -> list[Program]:
    """Return all programs."""
    return [
        *kinds(),
        *exceptions(),
        *orders(),
        *connections(),
        *parameters(),
        *bodies(),
        *responses(),
        *overrides(),
    ]
