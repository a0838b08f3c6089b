"""Random programs: providers of every kind over each other, that fail in every place.

Only sound programs are made, and none that touches a difference of `docs/differences.md`:
a provider called again (`use_cache=False`) is asked for by the endpoint alone, because
FastAPI walks a shared subtree again and ours does not; and no OAuth scope is asked for
twice on one way, because FastAPI then repeats it in `SecurityScopes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from hypothesis import strategies as st

from tests.oracle.harness import Call, get, websocket

Kind = Literal["def", "async def", "generator", "async generator"]
Face = Literal["answers", "streams", "converses"]
Reaction = Literal["raise", "raise KeyError('r')", "raise HTTPException(409, 'r')", "pass"]

KINDS: tuple[Kind, ...] = ("def", "async def", "generator", "async generator")
REACTIONS: tuple[Reaction, ...] = (
    "raise",
    "raise KeyError('r')",
    "raise HTTPException(409, 'r')",
    "pass",
)
HANGS_UP = """
served = app
async def app(scope, receive, send):
    await served(scope, receive, send)
    await send({'type': 'websocket.close', 'code': 4000})
"""
"""Else a client would wait for ever where a provider keeps the endpoint's exception."""

FAILURES = ("raise ValueError('f')", "raise HTTPException(418, 'f')")


@dataclass(frozen=True)
class Edge:
    """`Depends(p<number>, ...)`."""

    number: int
    use_cache: bool = True
    scope: str | None = None
    oauth: str | None = None

    def text(self) -> str:
        """Return the marker."""
        if self.oauth is not None:
            return f"Security(p{self.number}, scopes=[{self.oauth!r}])"
        scope = "" if self.scope is None else f", scope={self.scope!r}"
        return f"Depends(p{self.number}, use_cache={self.use_cache}{scope})"


@dataclass(frozen=True)
class Provider:
    """One provider of a program."""

    kind: Kind
    edges: tuple[Edge, ...] = ()
    query: bool = False
    reads_scopes: bool = False
    setup: str | None = None
    reaction: Reaction = "raise"
    teardown: str | None = None

    @property
    def yields(self) -> bool:
        """Whether it has a part after its `yield`."""
        return "generator" in self.kind

    def parameters(self, number: int) -> str:
        """Return the parameters' text."""
        parts = ["scopes: SecurityScopes"] if self.reads_scopes else []
        parts += [f"e{index}={edge.text()}" for index, edge in enumerate(self.edges)]
        parts += [f"q{number}: int = 0"] if self.query else []
        return ", ".join(parts)

    def text(self, number: int) -> str:
        """Return the function's text."""
        name = f"p{number}"
        values = [f"e{index}" for index in range(len(self.edges))]
        values += [f"q{number}"] if self.query else []
        values += ["scopes.scope_str"] if self.reads_scopes else []
        value = f"[{', '.join([repr(name), 'next(count)', *values])}]"
        lines = [
            f"{'async ' if 'async' in self.kind else ''}def {name}({self.parameters(number)}):",
            f"    log.append('+{name}')",
        ]
        if self.setup:
            lines.append(f"    {self.setup}")
        if not self.yields:
            return "\n".join([*lines, f"    return {value}", ""])
        lines += [
            "    try:",
            f"        yield {value}",
            "    except Exception as error:",
            f"        log.append('{name} ' + type(error).__name__)",
            f"        {self.reaction}",
            "    finally:",
            f"        log.append('-{name}')",
        ]
        if self.teardown:
            lines.append(f"    {self.teardown}")
        return "\n".join([*lines, ""])


@dataclass(frozen=True)
class Program:
    """A program and its queries. Its endpoint answers, streams, or talks over a WebSocket."""

    providers: tuple[Provider, ...]
    endpoint: Provider
    failure: str | None = None
    queries: tuple[str, ...] = field(default=("/",))
    face: Face = "answers"

    def text(self) -> str:
        """Return the program's text."""
        parts = ["import itertools\ncount = itertools.count()\napp = App()\n"]
        parts += [provider.text(number) for number, provider in enumerate(self.providers)]
        values = ", ".join(f"e{index}" for index in range(len(self.endpoint.edges)))
        kind, parameters = self.endpoint.kind, self.endpoint.parameters(99)
        failure = self.failure or "pass"
        begun = "    log.append('endpoint')\n"
        match self.face:
            case "answers":
                decorator = "get"
                body = f"{begun}    {failure}\n    return [{values}]\n"
            case "streams":
                decorator = "get"
                body = f"{begun}    yield [{values}]\n    {failure}\n    yield 'end'\n"
            case "converses":
                decorator, kind = "websocket", "async def"
                parameters = f"socket: WebSocket, {parameters}"
                body = (
                    f"{begun}    await socket.accept()\n    await socket.send_json([{values}])\n"
                    f"    {failure}\n    await socket.close()\n"
                )
        parts.append(f"@app.{decorator}('/')\n{kind} endpoint({parameters}):\n{body}")
        if self.face == "converses":
            parts.append(HANGS_UP)
        return "\n".join(parts)

    def calls(self) -> list[Call]:
        """Return a call for each query."""
        call = websocket if self.face == "converses" else get
        return [call(query) for query in self.queries]


@st.composite
def programs(draw: st.DrawFn, faces: Sequence[Face] = ("answers",)) -> Program:
    """Draw a program whose endpoint has one of `faces`."""
    made: list[Provider] = []
    # Which providers hand on something that ends with the function.
    short: list[bool] = []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(KINDS))
        chosen = draw(st.sets(st.integers(0, len(made) - 1), max_size=3)) if made else set()
        edges = []
        for number in sorted(chosen):
            holds_request = "generator" in kind
            if holds_request and short[number]:
                continue
            scope = None
            if made[number].yields and not holds_request:
                scope = draw(st.sampled_from([None, "function", "request"]))
            elif made[number].yields:
                scope = draw(st.sampled_from([None, "request"]))
            oauth = f"s{len(made)}" if scope is None and draw(_rarely) else None
            edges.append(Edge(number, scope=scope, oauth=oauth))
        short.append(
            "generator" not in kind
            and any(edge.scope == "function" or short[edge.number] for edge in edges)
        )
        made.append(
            Provider(
                kind,
                tuple(edges),
                query=draw(_rarely),
                reads_scopes=draw(_rarely),
                setup=draw(st.sampled_from(FAILURES)) if draw(_seldom) else None,
                reaction=draw(st.sampled_from(REACTIONS)) if draw(_rarely) else "raise",
                teardown=draw(st.sampled_from(FAILURES)) if draw(_seldom) else None,
            )
        )
    chosen = draw(st.sets(st.integers(0, len(made) - 1), min_size=1, max_size=4))
    edges = []
    for number in sorted(chosen):
        for _ in range(draw(st.integers(1, 2))):
            scope = draw(st.sampled_from([None, "function", "request"]))
            allowed = made[number].yields and not _holds_short(made, number)
            edges.append(
                Edge(
                    number,
                    use_cache=not draw(_rarely),
                    scope=scope if allowed else None,
                )
            )
    wrong = [f"q{number}=x" for number, one in enumerate(made) if one.query and draw(st.booleans())]
    return Program(
        tuple(made),
        Provider(draw(st.sampled_from(("def", "async def"))), tuple(edges)),
        failure=draw(st.sampled_from(FAILURES)) if draw(_rarely) else None,
        queries=("/", "/?" + "&".join(wrong)),
        face=draw(st.sampled_from(faces)),
    )


_rarely = st.integers(0, 3).map(lambda number: number == 3)
_seldom = st.integers(0, 9).map(lambda number: number == 9)


def _holds_short(made: list[Provider], number: int) -> bool:
    return any(
        edge.scope == "function" or _holds_short(made, edge.number) for edge in made[number].edges
    )
