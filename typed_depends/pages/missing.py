"""What stands where Swagger UI or ReDoc would, until it is installed."""

from starlette.responses import HTMLResponse

from typed_depends.pages.html import escape, page, policy

_STYLE = """<style>
:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif }
body { max-width: 40rem; margin: 15vh auto; padding: 0 1.5rem }
code { background: #8883; border-radius: 4px; padding: .15em .4em }
</style>
"""
_HEADERS = policy(style_src="'unsafe-inline'")


def missing_page(what: str, *, title: str, openapi_url: str) -> HTMLResponse:
    """Return a page that says how to install `what`, and where the document is meanwhile."""
    return page(
        title,
        f"<h1>{escape(what)} is not installed</h1>\n"
        "<p>It is served from an installed package, so that this page needs no network. "
        "Install it, and start the application again:</p>\n"
        "<p><code>pip install 'typed_depends[docs]'</code></p>\n"
        f'<p>The document it would show is at <a href="{escape(openapi_url)}">'
        f"{escape(openapi_url)}</a>.</p>\n",
        head=_STYLE,
        headers=_HEADERS,
    )
