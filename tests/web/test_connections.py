"""The connection and what belongs to it, in any provider, under any subclass's name."""

import pytest

from tests.oracle.harness import FASTAPI, OURS, get, record, websocket

PROGRAM = """
app = App()
class MyRequest(Request): pass
class MySocket(WebSocket): pass
class MyConnection(HTTPConnection): pass
class MyResponse(Response): pass
class MyTasks(BackgroundTasks): pass
class MyScopes(SecurityScopes): pass

def deepest(value: {annotation}):
    log.append(type(value).__name__)
    return value

def middle(value=Depends(deepest)):
    return value

async def generator(value: {annotation}, below=Depends(middle)):
    log.append(value is below)
    yield value

@app.get("/")
def endpoint(value: {annotation}, below=Depends(generator)):
    log.append(value is below)

def other(value: {socket}):
    return value

@app.websocket("/ws")
async def socket(connection: WebSocket, value=Depends(other)):
    await connection.accept()
    await connection.send_text(type(value).__name__)
    await connection.close()
"""
HTTP = ("Request", "HTTPConnection", "Response", "BackgroundTasks", "SecurityScopes")
SUBCLASSES = ("MyRequest", "MyConnection", "MyResponse", "MyTasks", "MyScopes")


@pytest.mark.parametrize("annotation", [*HTTP, *SUBCLASSES])
@pytest.mark.parametrize("socket", ["WebSocket", "HTTPConnection", "MySocket", "MyConnection"])
def test_it_is_what_fastapi_hands_over(annotation: str, socket: str) -> None:
    text = PROGRAM.format(annotation=annotation, socket=socket)
    calls = [get(), websocket("/ws")]
    assert record(OURS, text, calls) == record(FASTAPI, text, calls)


def test_a_default_stands_where_the_route_has_the_other_kind() -> None:
    text = """
app = App()

def either(request: Request = None, socket: WebSocket = None):
    return [type(request).__name__, type(socket).__name__]

@app.get("/")
def endpoint(given=Depends(either)):
    return given

@app.websocket("/ws")
async def socket(connection: WebSocket, given=Depends(either)):
    await connection.accept()
    await connection.send_json(given)
    await connection.close()
"""
    calls = [get(), websocket("/ws")]
    assert record(OURS, text, calls) == record(FASTAPI, text, calls)
