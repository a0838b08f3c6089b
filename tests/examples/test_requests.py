"""The examples that are about what comes in and goes out."""

import hashlib
from itertools import pairwise

import pytest

from tests.examples.conftest import Serve, ours_alone

# --- crud ---------------------------------------------------------------------------------


@ours_alone
def test_a_note_can_be_made_read_changed_and_thrown_away(serve: Serve) -> None:
    client = serve("crud")
    made = client.post("/notes", json={"title": "Milk", "text": "two litres"})
    assert made.status_code == 201
    place = made.headers["location"]
    assert client.get(place).json() == {"id": 1, "title": "Milk", "text": "two litres"}
    assert client.patch(place, json={"text": "one litre"}).json()["title"] == "Milk"
    assert client.get(place).json()["text"] == "one litre"
    assert client.put(place, json={"title": "Bread"}).json() == {
        "id": 1,
        "title": "Bread",
        "text": "",
    }
    assert [note["title"] for note in client.get("/notes").json()] == ["Bread"]
    gone = client.delete(place)
    assert (gone.status_code, gone.content) == (204, b"")
    assert client.get(place).json() == {"detail": "There is no note 1"}
    assert client.post("/notes", json={"title": "Eggs"}).json()["id"] == 2


@ours_alone
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_what_is_not_there_is_answered_404_before_anything_else(method: str, serve: Serve) -> None:
    body = {"title": "Milk"} if method in ("PUT", "PATCH") else None
    client = serve("crud")
    assert client.request(method, "/notes/7", json=body).status_code == 404
    assert client.request(method, "/notes/0", json=body).status_code == 422


@ours_alone
def test_the_store_is_opened_and_closed_with_the_application(serve: Serve) -> None:
    serve("crud").post("/notes", json={"title": "Milk"})
    assert serve("crud").get("/notes").json() == []


# --- shared_parameters --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/cities", ["Ankara", "Berlin", "Cairo"]),
        ("/rivers?skip=5", ["Fulda", "Ganges"]),
        ("/cities?q=%20AR&limit=1", ["Ankara"]),
        ("/rivers?q=u&limit=2&skip=1", ["Danube", "Fulda"]),
    ],
)
def test_both_lists_have_the_same_parameters(path: str, expected: list[str], serve: Serve) -> None:
    assert serve("shared_parameters").get(path).json() == expected


@pytest.mark.parametrize("path", ["/cities?limit=0", "/rivers?skip=-1", f"/cities?q={'x' * 51}"])
def test_both_lists_have_the_same_limits(path: str, serve: Serve) -> None:
    assert serve("shared_parameters").get(path).status_code == 422


def test_a_model_refuses_parameters_that_it_does_not_know(serve: Serve) -> None:
    client = serve("shared_parameters")
    assert client.get("/everything?order=down&capitals=yes").json()[0] == "GRAZ"
    refused = client.get("/everything?oder=down")
    assert [error["type"] for error in refused.json()["detail"]] == ["extra_forbidden"]


# --- fresh_ids ----------------------------------------------------------------------------


def test_fresh_numbers_differ_and_the_requests_own_does_not(serve: Serve) -> None:
    client = serve("fresh_ids")
    orders = [client.post("/orders").json() for _ in range(3)]
    for order in orders:
        assert order["request"] == order["logged_as"]
        assert len(set(order.values())) == 3
    assert all(one["request"] != other["request"] for one, other in pairwise(orders))


# --- upload -------------------------------------------------------------------------------


def test_a_file_is_measured_while_it_is_read(serve: Serve) -> None:
    content = b"0123456789" * 20_000
    answer = serve("upload").post(
        "/files",
        files={"file": ("digits.txt", content, "text/plain")},
        data={"note": "all of them"},
    )
    assert answer.status_code == 201
    assert answer.json() == {
        "name": "digits.txt",
        "media_type": "text/plain",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "note": "all of them",
    }


def test_a_file_that_is_too_large_is_refused(serve: Serve) -> None:
    answer = serve("upload").post("/files", files={"file": b"x" * (5 * 1024 * 1024 + 1)})
    assert (answer.status_code, answer.json()) == (413, {"detail": "A file may have 5242880 bytes"})


def test_several_files_come_under_one_name(serve: Serve) -> None:
    client = serve("upload")
    files = [("files", (f"{name}.txt", name.encode(), "text/plain")) for name in ("a", "bb")]
    assert [one["size"] for one in client.post("/albums", files=files).json()] == [1, 2]
    assert client.post("/albums", files=files * 6).status_code == 422
    assert client.post("/albums").status_code == 422


def test_something_small_is_received_as_bytes(serve: Serve) -> None:
    client = serve("upload")
    assert client.post("/thumbnails", files={"thumbnail": b"abc"}).json() == 3
    assert client.post("/thumbnails", files={"thumbnail": b"x" * 10_001}).status_code == 422


# --- controller ---------------------------------------------------------------------------


@ours_alone
def test_every_handler_of_the_controller_knows_the_caller(serve: Serve) -> None:
    client = serve("controller")
    rosa, ada = {"X-Name": "rosa"}, {"X-Name": "ada"}
    assert client.post("/tasks", json={"text": "read"}, headers=rosa).json() == 1
    assert client.post("/tasks", json={"text": "lock up"}, headers=ada).status_code == 201
    assert client.get("/tasks", headers=rosa).json() == ["read"]
    assert client.delete("/tasks/2", headers=rosa).json() == {"detail": "rosa has no task 2"}
    assert client.delete("/tasks/1", headers=rosa).json() == "read"
    assert client.get("/tasks", headers=rosa).json() == []
    assert client.get("/tasks", headers=ada).json() == ["lock up"]


@ours_alone
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_no_handler_of_the_controller_works_without_a_name(method: str, serve: Serve) -> None:
    path = "/tasks/1" if method == "DELETE" else "/tasks"
    answer = serve("controller").request(method, path, json={"text": "read"})
    assert [error["loc"] for error in answer.json()["detail"]] == [["header", "x-name"]]
