"""The streams: pieces arrive in their form, and what they come from is open to the last."""

import json

import pytest

from tests.examples.conftest import Serve, ours_alone

pytestmark = ours_alone


def test_readings_are_sent_as_json_lines(serve: Serve) -> None:
    answer = serve("streaming").get("/readings?count=4")
    assert answer.headers["content-type"] == "application/jsonl"
    readings = [json.loads(line) for line in answer.text.splitlines()]
    assert [reading["number"] for reading in readings] == [0, 1, 2, 3]


def test_no_readings_are_an_empty_answer(serve: Serve) -> None:
    answer = serve("streaming").get("/readings?count=0")
    assert (answer.status_code, answer.content) == (200, b"")


def test_readings_are_sent_as_events(serve: Serve) -> None:
    answer = serve("streaming").get("/readings/events?until=2")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == (
        'event: reading\ndata: {"number":0,"celsius":20.0}\nid: 0\n\n'
        'event: reading\ndata: {"number":1,"celsius":20.1}\nid: 1\n\n'
        "event: end\n\n"
    )


def test_a_client_that_comes_back_goes_on_where_it_was(serve: Serve) -> None:
    answer = serve("streaming").get("/readings/events?until=9", headers={"Last-Event-ID": "7"})
    assert [line for line in answer.text.splitlines() if line.startswith("id:")] == ["id: 8"]


@pytest.mark.parametrize("path", ["/readings?count=-1", "/readings/events?until=many"])
def test_what_does_not_fit_is_refused_before_anything_is_sent(path: str, serve: Serve) -> None:
    assert serve("streaming").get(path).status_code == 422
