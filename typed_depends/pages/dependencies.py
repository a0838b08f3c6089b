"""The page that draws what each route depends on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import HTMLResponse

from typed_depends.drawing.picture import Picture
from typed_depends.pages.html import data, escape, page, policy, resource

_SCRIPT = resource("dependencies.js")
_STYLE = resource("dependencies.css")
_HEADERS = policy([_SCRIPT], style_src="'unsafe-inline'")

_LEGEND = """<ul class="legend" aria-label="Legend">
<li class="chip lifespan">lifespan: as long as the application</li>
<li class="chip request">request: until the response is sent</li>
<li class="chip function">function: until the endpoint returns</li>
<li class="chip security">security</li>
<li class="chip override">overridden</li>
<li class="chip">dashed line: called anew, not shared</li>
</ul>
"""


@dataclass(frozen=True, slots=True)
class DrawnRoute:
    """One route and its picture. `method` may be several, or `WebSocket`."""

    method: str
    path: str
    picture: Picture


def dependencies_page(
    routes: Sequence[DrawnRoute], *, title: str, docs_url: str | None
) -> HTMLResponse:
    """Return the page for an application called `title`, documented at `docs_url` if it is served.

    The page is whole in itself, and may be kept as a file.
    """
    operations = "" if docs_url is None else f' <a href="{escape(docs_url)}">Operations</a>'
    drawn: list[dict[str, Any]] = [
        {"method": one.method, "path": one.path, "picture": one.picture.as_json()} for one in routes
    ]
    return page(
        f"{title} - Dependencies",
        f"<header>\n<h1>{escape(title)}: dependencies</h1>\n"
        "<p>What each route needs, the route on top, and where every value comes from."
        f"{operations}</p>\n</header>\n"
        '<div class="bar">\n'
        '<input id="search" type="search" placeholder="Search paths, providers, parameters" '
        'aria-label="Search" autocomplete="off">\n'
        '<button type="button" id="open-all">Open all</button>\n'
        '<button type="button" id="close-all">Close all</button>\n'
        '<output id="found"></output>\n</div>\n'
        f'{_LEGEND}<main id="routes"></main>\n'
        '<p class="nothing" id="nothing" hidden>No route has all of these words.</p>\n'
        "<noscript>The graphs are drawn with JavaScript.</noscript>\n"
        f"{data({'routes': drawn}, 'pictures')}\n<script>{_SCRIPT}</script>\n",
        head=f"<style>\n{_STYLE}</style>\n",
        headers=_HEADERS,
    )
