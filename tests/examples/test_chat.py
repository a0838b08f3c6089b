"""The chat: dependencies under a WebSocket."""

import pytest

from tests.examples.conftest import Serve, ours_alone
from typed_depends import WebSocketDisconnect

pytestmark = ours_alone


def test_members_hear_each_other_and_nobody_else(serve: Serve) -> None:
    client = serve("chat")
    with (
        client.websocket_connect("/rooms/kitchen?token=reads-a-lot") as rosa,
        client.websocket_connect("/rooms/cellar?token=keeps-the-keys") as below,
    ):
        assert rosa.receive_text() == "rosa comes in"
        with client.websocket_connect("/rooms/kitchen?token=keeps-the-keys") as ada:
            assert rosa.receive_text() == ada.receive_text() == "ada comes in"
            ada.send_text("hello")
            assert rosa.receive_text() == ada.receive_text() == "ada: hello"
            assert client.get("/rooms").json() == {"kitchen": 2, "cellar": 1}
        assert rosa.receive_text() == "ada leaves"
        assert below.receive_text() == "ada comes in"
    assert client.get("/rooms").json() == {}


@pytest.mark.parametrize("query", ["", "?token=", "?token=guessed"])
def test_who_is_no_member_does_not_get_in(query: str, serve: Serve) -> None:
    client = serve("chat")
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        client.websocket_connect(f"/rooms/kitchen{query}"),
    ):
        pass
    assert (refused.value.code, refused.value.reason) == (1008, "Members only")
    assert client.get("/rooms").json() == {}


def test_a_room_whose_name_is_too_long_is_refused(serve: Serve) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        serve("chat").websocket_connect(f"/rooms/{'x' * 21}?token=reads-a-lot"),
    ):
        pass
    assert refused.value.code == 1008
