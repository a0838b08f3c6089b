"""A browser, and applications served to it on the loopback."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tests.browser.requests import Requests
from typed_depends import App

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

Serve: TypeAlias = Callable[[App], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Start Chromium with a profile of its own, once for all tests."""
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("chromium and its driver are not installed (apt-get install chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    profile: Path = tmp_path_factory.mktemp("chromium")
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1200,1000",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_page_load_timeout(60)
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def requests(browser: webdriver.Chrome) -> Iterator[Requests]:
    """Watch what the browser asks for, and hold it to this machine when the test is over."""
    watched = Requests(browser)
    watched.forget()
    yield watched
    assert watched.left_the_machine() == []


@pytest.fixture
def serve() -> Serve:
    """Return what serves an application for the length of a `with`, at the address it gives."""
    return _serve


@contextmanager
def _serve(app: App) -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.02)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
