"""Swagger UI in a real browser: it shows the operations, authorizes, and sends requests."""

from typing import Annotated
from urllib.parse import urlencode

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import (
    element_to_be_clickable,
    visibility_of_element_located,
)
from selenium.webdriver.support.wait import WebDriverWait
from starlette.responses import RedirectResponse

from tests.browser.conftest import Serve
from tests.browser.requests import Requests
from typed_depends import App, Depends, Form
from typed_depends.security import (
    APIKeyHeader,
    OAuth2AuthorizationCodeBearer,
    OAuth2PasswordBearer,
    OAuth2PasswordRequestForm,
)

pytestmark = pytest.mark.xdist_group("browser")  # one browser for all

app = App(title="</script>Keys")
password = OAuth2PasswordBearer(tokenUrl="token", scopes={"read": "Read everything"})
key = APIKeyHeader(name="X-Key")


@app.post("/token")
def token(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, str]:
    """Give a token for a password."""
    token = f"{form.username}:{form.password}:{' '.join(form.scopes)}"
    return {"access_token": token, "token_type": "bearer"}


@app.get("/mine/{number}")
def mine(number: int, token: Annotated[str, Depends(password)]) -> str:
    """Tell the token."""
    return f"number {number} of {token}"


@app.get("/keyed")
def keyed(key: Annotated[str, Depends(key)]) -> str:
    """Tell the key."""
    return f"key {key}"


def coded(state: str | None = None) -> App:
    """Return an application whose tokens are given for codes; `state` is sent back if said."""
    app = App()
    scheme = OAuth2AuthorizationCodeBearer(authorizationUrl="authorize", tokenUrl="token")
    sent_back = state

    @app.get("/authorize", include_in_schema=False)
    def authorize(redirect_uri: str, state: str) -> RedirectResponse:
        """Send the user back with a code."""
        answer = urlencode({"code": "42", "state": sent_back or state})
        return RedirectResponse(f"{redirect_uri}?{answer}")

    @app.post("/token", include_in_schema=False)
    def token(code: Annotated[str, Form()]) -> dict[str, str]:
        """Give a token for a code."""
        return {"access_token": f"token for the code {code}", "token_type": "bearer"}

    @app.get("/whose")
    def whose(token: Annotated[str, Depends(scheme)]) -> str:
        """Tell the token."""
        return token

    return app


class Page:
    """The page, by what a person does on it."""

    def __init__(self, browser: webdriver.Chrome, address: str) -> None:
        self._browser = browser
        self._wait = WebDriverWait(browser, 30)
        browser.get(f"{address}/docs")
        self.see(".opblock")

    def see(self, css: str) -> WebElement:
        """Wait until something is to be seen."""
        return self._wait.until(visibility_of_element_located((By.CSS_SELECTOR, css)))

    def click(self, css: str) -> None:
        """Click on something, when it can be clicked."""
        element = self._wait.until(element_to_be_clickable((By.CSS_SELECTOR, css)))
        self._browser.execute_script("arguments[0].click()", element)

    def write(self, css: str, text: str) -> None:
        """Write into a field, and leave it: Swagger UI waits for the end of a word."""
        self.see(css).send_keys(text, Keys.TAB)

    def texts(self, css: str) -> list[str]:
        """Return the texts of all such elements."""
        return [one.text for one in self._browser.find_elements(By.CSS_SELECTOR, css)]

    def try_out(self, operation: str, **parameters: str) -> str:
        """Send the request of an operation, and return the body of its answer."""
        block = f"[id='operations-default-{operation}']"
        self.click(f"{block} .opblock-summary-control")
        self.click(f"{block} .try-out__btn")
        for name, value in parameters.items():
            self.write(f"{block} tr[data-param-name='{name}'] input", value)
        self.click(f"{block} .execute")
        return self.see(f"{block} .live-responses-table .response-col_description code").text


def test_the_operations_are_shown(
    browser: webdriver.Chrome, serve: Serve, requests: Requests
) -> None:
    with serve(app) as address:
        page = Page(browser, address)
        assert page.texts(".opblock-summary-path") == ["/token", "/mine/{number}", "/keyed"]
        assert page.see(".info .title").text.startswith("</script>Keys")
        assert f"{address}/openapi.json" in requests.sent()


def test_a_password_is_exchanged_for_a_token_that_is_sent(
    browser: webdriver.Chrome, serve: Serve, requests: Requests
) -> None:
    with serve(app) as address:
        page = Page(browser, address)
        page.click(".btn.authorize")
        page.write("#oauth_username", "ada")
        page.write("#oauth_password", "secret")
        page.click(".scopes .checkbox label")
        page.click(".auth-btn-wrapper .authorize")
        page.see(".auth-btn-wrapper [aria-label='Remove authorization']")
        page.click(".close-modal")
        assert page.try_out("mine_mine__number__get", number="7") == '"number 7 of ada:secret:read"'
        assert f"{address}/token" in requests.sent()


def test_a_code_that_comes_back_is_exchanged_for_a_token(
    browser: webdriver.Chrome, serve: Serve, requests: Requests
) -> None:
    app = coded()
    with serve(app) as address:
        page = Page(browser, address)
        page.click(".btn.authorize")
        page.write("#client_id_authorizationCode", "me")
        page.click(".auth-btn-wrapper .authorize")
        page.see(".auth-btn-wrapper [aria-label='Remove authorization']")
        page.click(".close-modal")
        assert page.try_out("whose_whose_get") == '"token for the code 42"'


def test_a_code_with_a_foreign_state_is_not_used(
    browser: webdriver.Chrome, serve: Serve, requests: Requests
) -> None:
    with serve(coded(state="foreign")) as address:
        page = Page(browser, address)
        page.click(".btn.authorize")
        page.write("#client_id_authorizationCode", "me")
        page.click(".auth-btn-wrapper .authorize")
        assert "state that came back is not the one" in page.see(".auth-container .errors").text
        assert f"{address}/token" not in requests.sent()


def test_an_api_key_is_sent(browser: webdriver.Chrome, serve: Serve, requests: Requests) -> None:
    with serve(app) as address:
        page = Page(browser, address)
        page.click("[id='operations-default-keyed_keyed_get'] .authorization__btn")
        page.write("#api_key_value", "sesame")
        page.click(".auth-btn-wrapper .authorize")
        page.click(".close-modal")
        assert page.try_out("keyed_keyed_get") == '"key sesame"'
        assert f"{address}/keyed" in requests.sent()


def test_redoc_shows_the_operations(
    browser: webdriver.Chrome, serve: Serve, requests: Requests
) -> None:
    with serve(app) as address:
        browser.get(f"{address}/redoc")
        heading = (By.CSS_SELECTOR, "[data-section-id*='keyed_keyed_get'] h2")
        shown = WebDriverWait(browser, 30).until(visibility_of_element_located(heading))
        assert shown.text == "Keyed"
        assert f"{address}/openapi.json" in requests.sent()
