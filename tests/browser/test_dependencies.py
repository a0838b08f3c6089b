"""The drawn graphs in a real browser."""

from inspect import Parameter, Signature
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from examples.bookshop.app import app as bookshop
from tests.browser.conftest import Serve
from tests.browser.requests import Requests
from typed_depends import App, Depends

pytestmark = pytest.mark.xdist_group("browser")  # one browser for all


def run(browser: webdriver.Chrome, script: str) -> Any:
    """Return what a script returns."""
    return browser.execute_script(script)


def open_route(browser: webdriver.Chrome, method: str, path: str) -> None:
    """Open one route, and wait until its lines are drawn."""
    words = f"span[1][.='{method}'] and span[2][.='{path}']"
    browser.find_element(By.XPATH, f"//summary[{words}]").click()
    WebDriverWait(browser, 30).until(
        lambda browser: browser.find_elements(By.CSS_SELECTOR, ".route[open] .edge")
    )


def names(browser: webdriver.Chrome, css: str) -> list[str]:
    """Return the texts of all such elements."""
    return [one.text for one in browser.find_elements(By.CSS_SELECTOR, css)]


def test_the_graph_of_the_bookshop_is_drawn(
    browser: webdriver.Chrome, serve: Serve, requests: Requests
) -> None:
    with serve(bookshop) as address:
        browser.get(f"{address}/docs/dependencies")
        open_route(browser, "GET", "/desk")
        drawn = names(browser, ".route[open] .node .name")
        assert drawn[0] == "read_desk"
        assert drawn.count("current_user") == 1
        assert {"require_admin", "open_session", "open_engine", "database_file"} <= set(drawn)
        shared = "//div[@class='name'][.='current_user']/..//span[.='shared by 2']"
        assert browser.find_elements(By.XPATH, shared)
        assert names(browser, ".node.lifespan .name") == ["open_engine", "database_file"]
        # Every line begins under its holder and ends on its provider.
        assert run(
            browser,
            "return [...document.querySelectorAll('.edge')].every((edge) => {"
            "  const length = edge.getTotalLength();"
            "  return length > 10"
            "    && edge.getPointAtLength(0).y < edge.getPointAtLength(length).y })",
        )
        assert requests.sent()[0] == f"{address}/docs/dependencies"


def test_a_search_leaves_what_has_all_its_words(
    browser: webdriver.Chrome, serve: Serve, requests: Requests
) -> None:
    with serve(bookshop) as address:
        browser.get(f"{address}/docs/dependencies")
        browser.find_element(By.ID, "search").send_keys("require_admin DELETE")
        assert names(browser, ".route:not([hidden]) .path") == ["/books/{book_id}"]
        browser.find_element(By.ID, "search").send_keys(" nothing-like-that")
        assert names(browser, ".route:not([hidden]) .path") == []
        assert browser.find_element(By.ID, "nothing").is_displayed()


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_no_width_makes_the_page_scroll_sideways(
    browser: webdriver.Chrome, serve: Serve, requests: Requests, width: int
) -> None:
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    with serve(bookshop) as address:
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        try:
            browser.get(f"{address}/docs/dependencies")
            browser.find_element(By.ID, "open-all").click()
            assert run(browser, "return document.documentElement.scrollWidth") <= width
        finally:
            browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


LINES_BEHIND_NODES = """
const boxes = [...document.querySelectorAll('.node')].map((node) => node.getBoundingClientRect());
const origin = document.querySelector('.graph').getBoundingClientRect();
let behind = 0;
for (const edge of document.querySelectorAll('.edge')) {
  const length = edge.getTotalLength();
  for (let step = 1; step < 40; step += 1) {
    const point = edge.getPointAtLength((length * step) / 40);
    const [x, y] = [point.x + origin.left, point.y + origin.top];
    if (boxes.some((box) =>
      x > box.left + 1 && x < box.right - 1 && y > box.top + 1 && y < box.bottom - 1)) behind += 1;
  }
}
return behind;
"""


def layered() -> App:
    """Return an application whose one route needs more in a layer than fits beside each other."""
    app = App()

    def provider(name: str, *below: Any) -> Any:
        def provide(**values: int) -> int:
            return 1

        provide.__name__ = name
        provide.__signature__ = Signature(  # type: ignore[attr-defined]
            [
                Parameter(
                    f"p{number}", Parameter.KEYWORD_ONLY, annotation=int, default=Depends(one)
                )
                for number, one in enumerate(below)
            ]
        )
        return provide

    layers = [[provider("the_engine_of_everything")]]
    for depth in range(4):
        known = [one for layer in layers for one in layer]
        layers.append(
            [
                provider(f"provider_{depth}_{number}", known[-1 - number % len(known)], known[0])
                for number in range(7)
            ]
        )
    app.get("/")(provider("endpoint", *layers[-1], layers[1][0]))
    return app


@pytest.mark.parametrize("width", [660, 1024])
def test_no_line_runs_behind_a_node(
    browser: webdriver.Chrome, serve: Serve, requests: Requests, width: int
) -> None:
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    with serve(layered()) as address:
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        try:
            browser.get(f"{address}/docs/dependencies")  # one route is open from the start
            WebDriverWait(browser, 30).until(
                lambda browser: browser.find_elements(By.CSS_SELECTOR, ".edge")
            )
            assert run(browser, LINES_BEHIND_NODES) == 0
            assert run(browser, "return document.documentElement.scrollWidth") <= width
        finally:
            browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_all_ways_through_a_node_are_shown_while_it_is_focused(
    browser: webdriver.Chrome, serve: Serve, requests: Requests
) -> None:
    with serve(bookshop) as address:
        browser.get(f"{address}/docs/dependencies")
        browser.find_element(By.ID, "search").send_keys("desk engine")
        open_route(browser, "GET", "/desk")
        assert names(browser, ".node.hit .name") == ["read_desk", "open_engine"]
        run(
            browser,
            "[...document.querySelectorAll('.node')]"
            ".find((node) => node.querySelector('.name').textContent === 'open_session').focus()",
        )
        near = names(browser, ".watching .node.near .name")
        assert sorted(near) == [
            "current_user",
            "database_file",
            "open_engine",
            "open_session",
            "read_desk",
            "require_admin",
        ]


def test_hundreds_of_routes_are_drawn_only_when_they_are_opened(
    browser: webdriver.Chrome, serve: Serve, requests: Requests
) -> None:
    app = App()
    for number in range(300):

        @app.get(f"/items/{number}")
        def endpoint(q: str) -> None:
            """Be one of many."""

    with serve(app) as address:
        browser.get(f"{address}/docs/dependencies")
        assert browser.find_element(By.ID, "found").text == "300 of 300 routes"
        assert browser.find_elements(By.CSS_SELECTOR, ".node") == []


def test_what_a_user_writes_stays_text(
    browser: webdriver.Chrome, serve: Serve, requests: Requests
) -> None:
    app = App(title="<b>Bold</b>")

    @app.get("/</script><b>")
    def endpoint() -> None:
        """Have a hostile path."""

    with serve(app) as address:
        browser.get(f"{address}/docs/dependencies")
        assert names(browser, ".path") == ["/</script><b>"]
        assert browser.find_elements(By.TAG_NAME, "b") == []
