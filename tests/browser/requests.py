"""What the browser asked for, read from its performance log."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from selenium import webdriver

# The browser's own pages, and addresses that name no machine.
_LOCAL = {"about", "blob", "chrome", "chrome-extension", "data", "devtools"}


class Requests:
    """The requests of one test. Blocked ones do not count: they were never sent."""

    def __init__(self, browser: webdriver.Chrome) -> None:
        self._browser = browser
        self._asked: dict[str, str] = {}
        self._blocked: set[str] = set()

    def forget(self) -> None:
        """Begin anew."""
        self._read()
        self._asked.clear()
        self._blocked.clear()

    def left_the_machine(self) -> list[str]:
        """Return the addresses that were asked for and are not on this machine."""
        self._read()
        return [
            address
            for request, address in self._asked.items()
            if request not in self._blocked and not _is_local(address)
        ]

    def sent(self) -> list[str]:
        """Return all addresses that were asked for over HTTP."""
        self._read()
        return [one for one in self._asked.values() if one.startswith("http")]

    def _read(self) -> None:
        for message in self._messages():
            parameters = message["params"]
            match message["method"]:
                case "Network.requestWillBeSent":
                    self._asked[parameters["requestId"]] = parameters["request"]["url"]
                case "Network.webSocketCreated":
                    self._asked[parameters["requestId"]] = parameters["url"]
                case "Network.loadingFailed" if parameters.get("blockedReason"):
                    self._blocked.add(parameters["requestId"])

    def _messages(self) -> Iterator[dict[str, Any]]:
        for entry in self._browser.get_log("performance"):  # type: ignore[no-untyped-call]
            yield json.loads(entry["message"])["message"]


def _is_local(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in _LOCAL or parts.hostname == "127.0.0.1"
