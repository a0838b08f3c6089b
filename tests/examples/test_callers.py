"""The examples that find out who is calling."""

from base64 import b64encode
from typing import Any

import jwt
import pytest

from tests.examples.conftest import Load, Serve, ours_alone
from typed_depends.testclient import TestClient


def bearer(token: str) -> dict[str, str]:
    """Return the header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


# --- auth_chain ---------------------------------------------------------------------------


def test_each_link_of_the_chain_answers_for_itself(serve: Serve) -> None:
    client = serve("auth_chain")
    answers = [
        client.get("/users", headers=headers)
        for headers in ({}, bearer("guessed"), bearer("reads-a-lot"), bearer("keeps-the-keys"))
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 403, 200]
    assert [answer.headers.get("www-authenticate") for answer in answers] == [
        "Bearer",
        'Bearer error="invalid_token"',
        None,
        None,
    ]
    assert [user["name"] for user in answers[-1].json()] == ["rosa", "ada"]


def test_who_is_no_admin_may_ask_for_oneself(serve: Serve) -> None:
    answer = serve("auth_chain").get("/me", headers=bearer("reads-a-lot"))
    assert answer.json() == {"name": "rosa", "is_admin": False}


# --- admin_dashboard ----------------------------------------------------------------------


def basic(name: str, password: str) -> dict[str, str]:
    """Return the header that carries a name and a password."""
    return {"Authorization": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        (basic("admin", "wrong"), 401),
        (basic("rosa", "sesame"), 401),
        (basic("admin", ""), 401),
        (bearer("sesame"), 401),
        (basic("admin", "sesame"), 200),
    ],
)
def test_every_widget_is_behind_the_door(
    headers: dict[str, str], status: int, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_PASSWORD", "sesame")
    client = serve("admin_dashboard")
    answer = client.get("/admin/", headers=headers)
    assert answer.status_code == status
    if status == 401:
        assert answer.headers["www-authenticate"] == 'Basic realm="dashboard"'
    refused = client.delete("/admin/sales/nothing", headers=headers)
    assert refused.status_code == {401: 401, 200: 404}[status]
    assert client.get("/", headers=headers).status_code == 200


def test_nobody_gets_in_where_no_password_is_set(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DASHBOARD_PASSWORD", raising=False)
    assert serve("admin_dashboard").get("/admin/", headers=basic("admin", "")).status_code == 401


def test_three_widgets_share_one_report(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_PASSWORD", "sesame")
    module = load("admin_dashboard")
    with TestClient(module.app, headers=basic("admin", "sesame")) as client:
        assert client.get("/admin/").json() == [
            {"title": "Turnover in cents", "value": 21800},
            {"title": "Best seller: lamp", "value": 2},
            {"title": "Unsold items", "value": 1},
        ]
        assert module.sales.reports == 1
        assert client.delete("/admin/sales/lamp").status_code == 204
        assert client.get("/admin/").json()[0]["value"] == 12000


# --- oauth2_scopes ------------------------------------------------------------------------


def log_in(client: TestClient, name: str, password: str, scope: str) -> Any:
    """Ask for a token as a client of the password flow does."""
    form = {"grant_type": "password", "username": name, "password": password, "scope": scope}
    return client.post("/token", data=form)


@ours_alone
@pytest.mark.parametrize(
    ("scope", "granted", "statuses"),
    [
        ("", "", [403, 403, 403]),
        ("items", "items", [403, 403, 403]),
        ("me", "me", [200, 403, 403]),
        ("me items", "me items", [200, 200, 403]),
        ("me items admin", "me items", [200, 200, 403]),
    ],
)
def test_a_token_is_good_for_the_scopes_it_was_asked_for(
    scope: str, granted: str, statuses: list[int], serve: Serve
) -> None:
    client = serve("oauth2_scopes")
    token = log_in(client, "rosa", "reads a lot", scope).json()
    assert token["scope"] == granted
    headers = bearer(token["access_token"])
    answers = [client.get(path, headers=headers) for path in ("/me", "/me/items", "/users")]
    assert [answer.status_code for answer in answers] == statuses


@ours_alone
def test_a_refusal_names_the_scopes_that_were_needed(serve: Serve) -> None:
    client = serve("oauth2_scopes")
    token = log_in(client, "rosa", "reads a lot", "me").json()["access_token"]
    refused = client.get("/me/items", headers=bearer(token))
    assert refused.headers["www-authenticate"] == (
        'Bearer error="insufficient_scope", scope="items me"'
    )


@ours_alone
def test_the_admin_sees_everybody_and_nobody_sees_a_password(serve: Serve) -> None:
    client = serve("oauth2_scopes")
    token = log_in(client, "ada", "keeps the keys", "me admin").json()["access_token"]
    assert client.get("/users", headers=bearer(token)).json() == [
        {"name": "rosa", "scopes": ["items", "me"]},
        {"name": "ada", "scopes": ["admin", "items", "me"]},
    ]


@ours_alone
@pytest.mark.parametrize(
    ("name", "password"), [("rosa", "guessed"), ("nobody", "reads a lot"), ("rosa", "пароль")]
)
def test_a_wrong_name_and_a_wrong_password_look_the_same(
    name: str, password: str, serve: Serve
) -> None:
    answer = log_in(serve("oauth2_scopes"), name, password, "me")
    assert (answer.status_code, answer.json()) == (400, {"detail": "Wrong name or password"})


@ours_alone
@pytest.mark.parametrize(
    "token",
    [
        "abc",
        "a.b.c",
        "",
        jwt.encode({"sub": "ada", "scope": "me admin", "exp": 2**40}, "x" * 32, "HS256"),
        jwt.encode({"sub": "ada", "scope": "me admin", "exp": 2**40}, "", "none"),
    ],
)
def test_a_token_that_is_not_ours_is_refused(token: str, serve: Serve) -> None:
    answer = serve("oauth2_scopes").get("/users", headers=bearer(token))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


@ours_alone
def test_a_password_is_asked_for_in_a_form(serve: Serve) -> None:
    answer = serve("oauth2_scopes").post("/token", json={"username": "rosa"})
    assert answer.status_code == 422
    assert {tuple(error["loc"]) for error in answer.json()["detail"]} == {
        ("body", "username"),
        ("body", "password"),
    }
