"""What all pages share: data that cannot break out of its place, and the headers.

The scripts written here are constant and read their data from a JSON block beside them, so
that the content security policy can name each by its hash (CSP level 3, section 2.3.1).
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from typing import Any

from starlette.responses import HTMLResponse

__all__ = ["data", "escape", "page", "policy", "resource"]


def resource(name: str) -> str:
    """Return the text of a file that stands beside this module."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def data(value: Any, identifier: str) -> str:
    """Return a JSON block that scripts read; what it says cannot end it."""
    text = json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e")
    text = text.replace("&", "\\u0026")
    return f'<script type="application/json" id="{identifier}">{text}</script>'


def page(
    title: str, body: str, *, head: str = "", headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """Return a page. `head` and `body` are HTML, `title` is text."""
    return HTMLResponse(
        "<!doctype html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n{head}</head>\n<body>\n{body}</body>\n</html>\n",
        headers=headers,
    )


def policy(scripts: Iterable[str] = (), **sources: str) -> dict[str, str]:
    """Return the headers of a page that runs `scripts` and loads what `sources` allow.

    A source is named with an underscore: `img_src="'self' data:"`. What is not named may
    not be loaded.
    """
    hashes = [f"'sha256-{_hash(script)}'" for script in scripts]
    rules = {
        "default-src": "'none'",
        **{name.replace("_", "-"): value for name, value in sources.items()},
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    rules["script-src"] = " ".join([rules.get("script-src", ""), *hashes]).strip() or "'none'"
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in rules.items()),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
