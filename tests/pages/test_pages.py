"""The documentation pages: what they load, what they escape, what they say without the extra."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from typed_depends import App
from typed_depends.pages import assets
from typed_depends.testclient import TestClient

HOSTILE = "</script><img src=x onerror=alert(1)>\"&'{{7*7}}"


def get(app: App, path: str, **options: Any) -> str:
    """Return the text of a page that must be there."""
    response = TestClient(app, **options).get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def options_of(page: str) -> Any:
    """Return what Swagger UI is told."""
    block = re.search(
        r'<script type="application/json" id="swagger-ui-options">(.*?)</script>', page
    )
    assert block is not None
    return json.loads(block[1])


def loaded(page: str) -> list[str]:
    """Return the addresses that a page loads by itself."""
    return re.findall(r'(?:<script src|<link [^>]*href)="([^"]*)"', page)


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_what_a_page_loads_is_served_by_the_application(path: str) -> None:
    client = TestClient(App())
    addresses = loaded(client.get(path).text)
    assert len(addresses) >= 2
    for address in addresses:
        assert address.startswith(path)
        assert client.get(address).status_code == 200


def test_the_pages_stand_where_the_application_says() -> None:
    app = App(docs_url="/help", redoc_url=None, openapi_url="/api.json")
    client = TestClient(app)
    assert options_of(client.get("/help").text)["openapiUrl"] == "/api.json"
    assert client.get("/help/dependencies").status_code == 200
    assert all(client.get(one).status_code == 200 for one in loaded(client.get("/help").text))
    for path in ("/docs", "/docs/dependencies", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404


def test_without_a_document_there_are_no_pages() -> None:
    client = TestClient(App(openapi_url=None))
    for path in ("/docs", "/redoc", "/openapi.json", "/docs/dependencies", "/docs/oauth2-redirect"):
        assert client.get(path).status_code == 404


def test_links_follow_the_root_path() -> None:
    page = get(App(), "/docs", root_path="/proxy")
    options = options_of(page)
    assert options["openapiUrl"] == "/proxy/openapi.json"
    assert options["oauth2RedirectUrl"] == "/proxy/docs/oauth2-redirect"
    assert all(one.startswith("/proxy/docs/") for one in loaded(page))
    assert '"/proxy/docs"' in get(App(), "/docs/dependencies", root_path="/proxy")


def test_a_mounted_application_has_pages_of_its_own() -> None:
    inner = App(title="Inner")
    app = App()
    app.mount("/inner", inner)
    page = get(app, "/inner/docs")
    assert options_of(page)["openapiUrl"] == "/inner/openapi.json"
    assert all(TestClient(app).get(one).status_code == 200 for one in loaded(page))


def test_swagger_ui_is_told_what_the_application_was_told() -> None:
    app = App(
        swagger_ui_parameters={"deepLinking": False, "tryItOutEnabled": True},
        swagger_ui_init_oauth={"clientId": "me"},
    )
    options = options_of(get(app, "/docs"))
    assert options["parameters"]["deepLinking"] is False
    assert options["parameters"]["tryItOutEnabled"] is True
    assert options["parameters"]["validatorUrl"] is None
    assert options["initOAuth"] == {"clientId": "me"}


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/docs/dependencies"])
def test_nothing_a_user_writes_becomes_html(path: str) -> None:
    app = App(
        title=HOSTILE,
        openapi_url=f"/{HOSTILE.replace('{{7*7}}', '')}",
        swagger_ui_parameters={"x": HOSTILE},
        swagger_ui_init_oauth={"clientId": HOSTILE},
    )

    @app.get("/" + HOSTILE.replace("{{7*7}}", ""))
    def endpoint() -> None:
        """Have a hostile path."""

    page = get(app, path)
    assert "<img" not in page
    assert page.count("</script>") == len(re.findall(r"<script[ >]", page))


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/docs/dependencies", "/docs/oauth2-redirect"])
def test_a_page_says_what_it_may_load(path: str) -> None:
    headers = TestClient(App()).get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    script = re.search(r"script-src ([^;]*)", policy)
    assert script is not None
    assert "unsafe" not in script[1]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_without_the_extra_a_page_says_how_to_install_it(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "find_spec", lambda name: None)
    page = get(App(), path)
    assert "pip install 'typed_depends[docs]'" in page
    assert 'href="/openapi.json"' in page
    assert loaded(page) == []


def test_the_dependencies_are_drawn_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "find_spec", lambda name: None)
    assert loaded(get(App(), "/docs/dependencies")) == []


def test_what_is_hidden_from_the_document_is_not_drawn() -> None:
    app = App()

    @app.get("/shown")
    def shown() -> None:
        """Be seen."""

    @app.get("/secret", include_in_schema=False)
    def secret() -> None:
        """Be not seen."""

    page = get(app, "/docs/dependencies")
    assert "/shown" in page
    assert "/secret" not in page


def test_the_folder_is_found_without_importing_the_package() -> None:
    folder = assets.asset_folder()
    assert isinstance(folder, Path)
    assert (folder / assets.SWAGGER_UI_STYLE).is_file()
