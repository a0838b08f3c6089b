"""ReDoc: the document as a page to read."""

from starlette.responses import HTMLResponse

from typed_depends.pages.html import escape, page, policy

REDOC_HEADERS = policy(
    script_src="'self'",
    style_src="'self' 'unsafe-inline'",
    img_src="'self' data:",  # ReDoc would fetch its maker's logo from the internet
    font_src="'self' data:",
    connect_src="'self'",
    worker_src="blob:",
    child_src="blob:",
)
"""For the page whose script is served by the application itself."""

_FONTS = (
    '<link href="https://fonts.googleapis.com/css?family=Montserrat:300,400,700'
    '|Roboto:300,400,700" rel="stylesheet">\n'
)


def get_redoc_html(
    *,
    openapi_url: str,
    title: str,
    redoc_js_url: str = "/redoc/assets/redoc.standalone.js",
    redoc_favicon_url: str = "/redoc/assets/favicon.png",
    with_google_fonts: bool = False,
) -> HTMLResponse:
    """Return the page that shows the document at `openapi_url` (`fastapi.openapi.docs`).

    Fonts come from the machine it is read on, unless `with_google_fonts`.
    """
    return page(
        title,
        "<noscript>ReDoc needs JavaScript to show the documentation.</noscript>\n"
        f'<redoc spec-url="{escape(openapi_url)}" untrusted-spec="true"></redoc>\n'
        f'<script src="{escape(redoc_js_url)}"></script>\n',
        head=(_FONTS if with_google_fonts else "")
        + f'<link rel="icon" href="{escape(redoc_favicon_url)}">\n'
        "<style>body { margin: 0; padding: 0 }</style>\n",
    )
