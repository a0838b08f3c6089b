"""Takes the README's picture of the bookshop's graph page: `python -m tests.browser.picture`."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.conftest import CHROMIUM, DRIVER

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "images" / "graph.png"
DRAW = ["-m", "typed_depends", "graph", "examples.bookshop.app:app", "--format", "html", "--output"]


def main() -> None:
    """Draw the graphs, open one route, and keep what a browser shows of it."""
    assert CHROMIUM is not None
    assert DRIVER is not None
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=900,1500"):
        options.add_argument(argument)
    with TemporaryDirectory() as folder:
        page = Path(folder) / "graph.html"
        subprocess.run([sys.executable, *DRAW, str(page)], cwd=ROOT, check=True)
        driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        try:
            driver.get(page.as_uri())
            [route, *_] = driver.find_elements(By.CSS_SELECTOR, "details.route")
            route.find_element(By.TAG_NAME, "summary").click()
            WebDriverWait(driver, 10).until(
                lambda _: route.find_elements(By.CSS_SELECTOR, "svg path")
            )
            route.screenshot(str(PICTURE))
        finally:
            driver.quit()


if __name__ == "__main__":
    main()
