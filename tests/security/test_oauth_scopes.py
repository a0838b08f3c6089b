"""OAuth scopes come down every way from the application to a provider as under FastAPI."""

from textwrap import dedent

import pytest

from tests.oracle.harness import FASTAPI, OURS, Call, get, record, websocket

IMPORTS = """
from {} import HTTPBasic, HTTPBearer, OAuth2PasswordBearer
bearer = OAuth2PasswordBearer("token", scopes={{"a": "A", "b": "B"}}, auto_error=False)

def need(name):
    def check(scopes: SecurityScopes, token: Annotated[str | None, Depends(bearer)]):
        log.append((name, scopes.scopes, scopes.scope_str, token))
        if token is not None and not set(scopes.scopes) <= set(token.split("+")):
            raise HTTPException(403, f"{{name}} needs {{scopes.scope_str}}")
        return f"{{name}} {{scopes.scope_str}}"
    return check
"""
THEIRS = FASTAPI + IMPORTS.format("fastapi.security")
OUR = OURS + IMPORTS.format("typed_depends.security")

PROGRAMS = {
    "lists of application, router, inclusion and route": """
        app = App(dependencies=[Security(need("app"), scopes=["a"])])
        inner = Router(prefix="/inner", dependencies=[Security(need("router"), scopes=["b"])])

        @inner.get("", dependencies=[Security(need("route"), scopes=["c", "a"])])
        def read(own: Annotated[str, Security(need("own"), scopes=["d"])]): return own

        @inner.websocket("", dependencies=[Security(need("route"), scopes=["c"])])
        async def talk(socket: WebSocket, own: Annotated[str, Security(need("own"), scopes=["d"])]):
            await socket.accept()
            await socket.send_text(own)
            await socket.close()

        app.include_router(inner, dependencies=[Security(need("inclusion"), scopes=["e"])])
        app.include_router(inner, prefix="/again")
    """,
    "a list does not lend its scopes to the endpoint's own dependencies": """
        shared = need("shared")
        app = App()

        @app.get("/inner", dependencies=[Security(shared, scopes=["a"])])
        def read(own: Annotated[str, Depends(shared)]): return own
    """,
    "one provider with several scopes on several ways": """
        shared = need("shared")
        def left(value: Annotated[str, Security(shared, scopes=["l"])]): return value
        def right(value: Annotated[str, Security(shared, scopes=["r"])]): return value
        def both(x: Annotated[str, Depends(left)], y: Annotated[str, Depends(right)]):
            return [x, y]
        app = App()

        @app.get("/inner")
        def read(
            one: Annotated[list[str], Security(both, scopes=["a"])],
            two: Annotated[list[str], Security(both, scopes=["b"])],
            three: Annotated[list[str], Security(both, scopes=["a"])],
            bare: Annotated[list[str], Depends(both)],
        ):
            return [one, two, three, bare]
    """,
    "the order of scopes is no difference, their set is": """
        shared = need("shared")
        app = App()

        @app.get("/inner")
        def read(
            one: Annotated[str, Security(shared, scopes=["a", "b"])],
            two: Annotated[str, Security(shared, scopes=["b", "a"])],
            three: Annotated[str, Security(shared, scopes=("a", "b", "c"))],
        ):
            return [one, two, three]
    """,
    "what reads no scopes is shared": """
        def plain():
            log.append("plain")
            return object()
        app = App()

        @app.get("/inner")
        def read(
            one: Annotated[Any, Security(plain)],
            two: Annotated[Any, Security(plain, scopes=[])],
            three: Annotated[Any, Depends(plain)],
        ):
            return one is two is three
    """,
    "a scheme is called once for each set of scopes": """
        class Counting(OAuth2PasswordBearer):
            async def __call__(self, request: HTTPConnection) -> str:
                log.append("scheme")
                return "token"
        scheme = Counting("token")
        def asks(token: Annotated[str, Depends(scheme)]): return token
        app = App()

        @app.get("/inner")
        def read(
            one: Annotated[str, Security(asks, scopes=["a"])],
            two: Annotated[str, Security(asks, scopes=["b"])],
            three: Annotated[str, Security(asks, scopes=["a"])],
            four: Annotated[str, Depends(scheme)],
        ):
            return [one, two, three, four]
    """,
    "an override receives the scopes": """
        asked, other = need("asked"), need("other")
        app = App()

        @app.get("/inner")
        def read(
            one: Annotated[str, Security(asked, scopes=["a"])],
            two: Annotated[str, Security(asked, scopes=["b"])],
        ):
            return [one, two]

        app.dependency_overrides[asked] = other
    """,
    "an override that reads no scopes": """
        asked = need("asked")
        def instead() -> str:
            log.append("instead")
            return "instead"
        app = App()

        @app.get("/inner")
        def read(
            one: Annotated[str, Security(asked, scopes=["a"])],
            two: Annotated[str, Security(asked, scopes=["a"])],
        ):
            return [one, two]

        app.dependency_overrides[asked] = instead
    """,
    "an override that asks for scopes of its own": """
        asked, other = need("asked"), need("other")
        def instead(value: Annotated[str, Security(other, scopes=["z"])]) -> str: return value
        app = App()

        @app.get("/inner", dependencies=[Security(asked, scopes=["list"])])
        def read(one: Annotated[str, Security(asked, scopes=["a"])]): return one

        app.dependency_overrides[asked] = instead
    """,
    "an overridden scheme": """
        asked = need("asked")
        app = App()

        @app.get("/inner")
        def read(one: Annotated[str, Security(asked, scopes=["a"])]): return one

        app.dependency_overrides[bearer] = lambda: "a"
    """,
    "a mounted application has its own": """
        app = App(dependencies=[Security(need("outer"), scopes=["outer"])])
        mounted = App(dependencies=[Security(need("mounted"), scopes=["a"])])

        @mounted.get("/")
        def read(own: Annotated[str, Security(need("own"), scopes=["b"])]): return own

        app.mount("/inner", mounted)
    """,
    "scopes through classes, generators and instances": """
        class Guard:
            def __init__(self, scopes: SecurityScopes): self.scopes = scopes.scopes
        class Check:
            def __call__(self, guard: Annotated[Guard, Security(Guard, scopes=["c"])]):
                return guard.scopes
        def opened(found: Annotated[list[str], Security(Check(), scopes=["b"])]):
            yield found
        app = App()

        @app.get("/inner")
        def read(found: Annotated[list[str], Security(opened, scopes=["a"])]): return found
    """,
    "a challenge that names the scopes, as the documentation has it": """
        def user(scopes: SecurityScopes, token: Annotated[str | None, Depends(bearer)]):
            value = f'Bearer scope="{scopes.scope_str}"' if scopes.scopes else "Bearer"
            raise HTTPException(401, "no", headers={"WWW-Authenticate": value})
        app = App()

        @app.get("/inner")
        def read(found: Annotated[str, Security(user, scopes=["me", "items"])]): return found
    """,
    "schemes beside each other": """
        basic, other = HTTPBasic(auto_error=False), HTTPBearer(auto_error=False)
        def either(
            one: Annotated[Any, Security(basic)], two: Annotated[Any, Security(other)]
        ):
            if one is None and two is None:
                raise HTTPException(401)
            return [one, two]
        app = App()

        @app.get("/inner")
        def read(found: Annotated[Any, Depends(either)]): return found

        @app.websocket("/inner")
        async def talk(socket: WebSocket, found: Annotated[Any, Depends(either)]):
            await socket.accept()
            await socket.send_text(repr(found))
            await socket.close()
    """,
}


def calls(path: str) -> list[Call]:
    """Return what is asked of each program."""
    headers = [{}, *({"Authorization": f"Bearer {token}"} for token in ("a", "a+b+c+d+e", ""))]
    return [ask(path, headers=one) for one in headers for ask in (get, websocket)]


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_scopes_are_those_of_fastapi(text: str) -> None:
    asked = [*calls("/inner"), *calls("/again/inner"), *calls("/inner/")]
    seen = record(OUR, dedent(text), asked, lifespan=True)
    assert seen == record(THEIRS, dedent(text), asked, lifespan=True)
    assert any(answer[0] in (200, 401) for answer, _ in seen[:-1])
