"""Swagger UI: the page, and the page that OAuth 2 comes back to."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python
from starlette.responses import HTMLResponse

from typed_depends.pages.html import data, escape, page, policy, resource

_START = resource("swagger_ui.js")
_REDIRECT = resource("oauth2_redirect.js")

swagger_ui_default_parameters: dict[str, Any] = {
    "dom_id": "#swagger-ui",
    "layout": "BaseLayout",
    "deepLinking": True,
    "showExtensions": True,
    "showCommonExtensions": True,
    # Swagger UI would send the document to an address on the internet to have it checked.
    "validatorUrl": None,
}
"""What Swagger UI is told unless `swagger_ui_parameters` says otherwise."""

SWAGGER_UI_HEADERS = policy(
    [_START],
    script_src="'self'",
    style_src="'self' 'unsafe-inline'",
    img_src="* data:",  # descriptions may show pictures
    font_src="'self' data:",
    connect_src="*",  # requests are tried out, and tokens asked for, wherever the API is
)
"""For the page whose script and style are served by the application itself."""


def get_swagger_ui_html(
    *,
    openapi_url: str,
    title: str,
    swagger_js_url: str = "/docs/assets/swagger-ui-bundle.js",
    swagger_css_url: str = "/docs/assets/swagger-ui.css",
    swagger_favicon_url: str = "/docs/assets/favicon.png",
    oauth2_redirect_url: str | None = None,
    init_oauth: Mapping[str, Any] | None = None,
    swagger_ui_parameters: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    """Return the page that shows the document at `openapi_url` (`fastapi.openapi.docs`)."""
    options = {
        "openapiUrl": openapi_url,
        "oauth2RedirectUrl": oauth2_redirect_url,
        "initOAuth": init_oauth,
        "parameters": {**swagger_ui_default_parameters, **(swagger_ui_parameters or {})},
    }
    return page(
        title,
        '<div id="swagger-ui"></div>\n'
        f"{data(to_jsonable_python(options), 'swagger-ui-options')}\n"
        f'<script src="{escape(swagger_js_url)}"></script>\n<script>{_START}</script>\n',
        head=f'<link rel="stylesheet" href="{escape(swagger_css_url)}">\n'
        f'<link rel="icon" href="{escape(swagger_favicon_url)}">\n',
    )


def get_swagger_ui_oauth2_redirect_html() -> HTMLResponse:
    """Return the page that an authorization server sends the user back to."""
    return page(
        "Swagger UI: OAuth2 Redirect",
        f"<script>{_REDIRECT}</script>\n",
        headers={**policy([_REDIRECT]), "Referrer-Policy": "no-referrer"},
    )
