"""Hostile words, wherever an application may say any: no page runs them or makes more of them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.conftest import Serve
from tests.browser.requests import Requests
from typed_depends import App, Depends, Header, Query, Security
from typed_depends.security import APIKeyHeader, OAuth2PasswordBearer

pytestmark = pytest.mark.xdist_group("browser")  # one browser for all

ATTACKS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "\"'><svg onload=alert(3)>",
    "</title></style></textarea><iframe srcdoc='<script>parent.alert(4)</script>'>",
    "[click](javascript:alert(5)) <a href=javascript:alert(6)>x</a>",
    "<!--<script>alert(7)//-->",
    "\u2028alert(8)\u2029",
    "{{constructor.constructor('alert(9)')()}}",
)
FOREIGN = "svg[onload], iframe, a[href^='javascript'], [onerror], [onload]"
"""What must not come of them. Pictures and links are Markdown's, where a page shows Markdown."""
CONTACT = "javascript:alert(10)//"
"""ReDoc links to the address of the contact, whatever it is; the page's policy runs none."""


def application() -> App:
    """Return an application that says an attack wherever it says anything."""
    every = " ".join(ATTACKS)
    scheme = OAuth2PasswordBearer(tokenUrl=every, scopes={every: every}, description=every)
    key = APIKeyHeader(name="X-Key", scheme_name=every, description=every)
    app = App(
        title=every,
        description=every,
        summary=every,
        version=every,
        contact={"name": every, "url": f"{CONTACT}{every}"},
        openapi_tags=[{"name": attack, "description": attack} for attack in ATTACKS],
    )
    for number, attack in enumerate(ATTACKS):

        def provider(key: Annotated[Any, Depends(key)]) -> Iterator[str]:
            yield key

        def endpoint(
            word: Annotated[str, Query(alias=attack, description=attack, examples=[attack])],
            held: Annotated[str, Depends(provider)],
            token: Annotated[str, Security(scheme, scopes=[every])],
            header: Annotated[str, Header(title=attack, description=attack)] = attack,
        ) -> None: ...

        provider.__name__ = provider.__qualname__ = provider.__module__ = attack
        endpoint.__name__ = endpoint.__qualname__ = endpoint.__doc__ = attack
        app.get(
            f"/{number}/{attack.replace('{', '(').replace('}', ')')}",
            tags=[attack],
            summary=attack,
            operation_id=attack,
            responses={404: {"description": attack}},
        )(endpoint)
    return app


def attacked(browser: webdriver.Chrome) -> list[str]:
    """Return what an attack has reached on the page that is open."""
    found = [one.get_attribute("outerHTML") or "" for one in foreign(browser)]
    try:
        found.append(f"alert {browser.switch_to.alert.text}")
        browser.switch_to.alert.dismiss()
    except NoAlertPresentException:
        pass
    return found


def foreign(browser: webdriver.Chrome) -> list[Any]:
    found = browser.find_elements(By.CSS_SELECTOR, FOREIGN)
    if "/redoc" in browser.current_url:
        found = [one for one in found if not (one.get_attribute("href") or "").startswith(CONTACT)]
    return found


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        pytest.param("/docs", ".opblock", marks=pytest.mark.thorough),
        pytest.param("/redoc", "[id^='operation'], [data-section-id]", marks=pytest.mark.thorough),
        ("/docs/dependencies", ".route"),
    ],
)
def test_no_page_of_an_application_runs_its_words(
    browser: webdriver.Chrome, serve: Serve, requests: Requests, page: str, shown: str
) -> None:
    with serve(application()) as address:
        browser.get(f"{address}{page}")
        WebDriverWait(browser, 60).until(lambda one: one.find_elements(By.CSS_SELECTOR, shown))
        assert attacked(browser) == []
        browser.execute_script(
            "for (const one of document.querySelectorAll("
            "'details, .opblock-tag, .opblock-summary-control, #open-all, a[href^=javascript]')) {"
            "one.open = true; one.click() }"
        )
        assert attacked(browser) == []


PROGRAM = """\
from tests.browser.test_hostile_words import application

app = application()
"""


def drawn(folder: Path, form: str) -> str:
    """Return the graphs of the application in a form of the command line."""
    (folder / "hostile.py").write_text(PROGRAM)
    command = [sys.executable, "-m", "typed_depends", "graph", "hostile:app", "--format", form]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("form", ["html", pytest.param("mermaid", marks=pytest.mark.thorough)])
def test_no_drawn_graph_runs_the_words_of_an_application(
    browser: webdriver.Chrome, tmp_path: Path, form: str
) -> None:
    """Mermaid's text too stands in pages."""
    page = tmp_path / "graph.html"
    page.write_text(drawn(tmp_path, form))
    browser.get(page.as_uri())
    assert attacked(browser) == []


def test_graphviz_reads_the_words_of_an_application_as_text(tmp_path: Path) -> None:
    """Outside quotes, `<` would begin a label of HTML, and anything a statement."""
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", drawn(tmp_path, "dot"))
    assert "alert" not in outside
    assert "<" not in outside
