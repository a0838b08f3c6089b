"""An application documents itself: its OpenAPI document, and the pages that show it.

What makes them is loaded when one is first asked for; serving need not wait for it.
"""

from collections.abc import Awaitable, Callable, Hashable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Router

from typed_depends.pages.assets import (
    FAVICON,
    REDOC_SCRIPT,
    SWAGGER_UI_SCRIPT,
    SWAGGER_UI_STYLE,
    asset_folder,
)
from typed_depends.web.description import Described
from typed_depends.web.pattern import PageRoute

Page = Callable[[Request], Awaitable[Response]]


class Documented(Described, Starlette):
    """An application with an OpenAPI document at `openapi_url`.

    The document is made when it is first asked for, and kept in `openapi_schema` until
    routes are added. Replace the method `openapi` to serve another.
    """

    webhooks: Router
    openapi_version: str = "3.1.0"
    openapi_schema: dict[str, Any] | None = None
    _openapi_version_of_routes: Hashable = None

    def openapi(self) -> dict[str, Any]:
        """Return the document of this application. Mounted applications have their own."""
        from typed_depends.openapi.document import get_openapi

        # The routes themselves are kept, since the ids of dead ones are used again.
        routes, webhooks = tuple(self.routes), tuple(self.webhooks.routes)
        if self.openapi_schema is None or self._openapi_version_of_routes != (routes, webhooks):
            self.openapi_schema = get_openapi(
                title=self.title,
                version=self.version,
                openapi_version=self.openapi_version,
                summary=self.summary,
                description=self.description,
                terms_of_service=self.terms_of_service,
                contact=self.contact,
                license_info=self.license_info,
                routes=routes,
                webhooks=webhooks,
                tags=self.openapi_tags,
                servers=self.servers,
                separate_input_output_schemas=self.separate_input_output_schemas,
                external_docs=self.openapi_external_docs,
            )
            self._openapi_version_of_routes = (routes, webhooks)
        return self.openapi_schema

    def setup(self) -> None:
        """Add the routes that serve the document and the pages that show it."""
        if not self.openapi_url:
            return
        self._serve(self.openapi_url, self._document, "openapi")
        if self.docs_url:
            self._serve(self.docs_url, self._swagger_ui, "swagger_ui_html")
            self._serve_assets(self.docs_url, "swagger_ui_assets")
            self._serve(_dependencies(self.docs_url), self._dependencies, "dependencies_html")
            if self.swagger_ui_oauth2_redirect_url:
                self._serve(
                    self.swagger_ui_oauth2_redirect_url, _oauth2_redirect, "swagger_ui_redirect"
                )
        if self.redoc_url:
            self._serve(self.redoc_url, self._redoc, "redoc_html")
            self._serve_assets(self.redoc_url, "redoc_assets")

    def _serve(self, path: str, page: Page, name: str) -> None:
        self.router.routes.append(PageRoute(path, page, name=name, include_in_schema=False))

    def _serve_assets(self, url: str, name: str) -> None:
        """Serve what a page loads, beside it."""
        if (folder := asset_folder()) is not None:
            from starlette.staticfiles import StaticFiles

            self.mount(_assets(url), StaticFiles(directory=folder), name=name)

    async def _document(self, request: Request) -> Response:
        document = self.openapi()
        root = _root(request)
        servers = document.get("servers", [])
        if root and self.root_path_in_servers and all(one.get("url") != root for one in servers):
            document = {**document, "servers": [{"url": root}, *servers]}
        return JSONResponse(document)

    async def _swagger_ui(self, request: Request) -> Response:
        from typed_depends.pages.missing import missing_page
        from typed_depends.pages.swagger_ui import SWAGGER_UI_HEADERS, get_swagger_ui_html

        root, title = _root(request), f"{self.title} - Swagger UI"
        if asset_folder() is None:
            return missing_page("Swagger UI", title=title, openapi_url=f"{root}{self.openapi_url}")
        assets = root + _assets(self.docs_url or "")
        redirect = self.swagger_ui_oauth2_redirect_url
        page = get_swagger_ui_html(
            openapi_url=f"{root}{self.openapi_url}",
            title=title,
            swagger_js_url=f"{assets}/{SWAGGER_UI_SCRIPT}",
            swagger_css_url=f"{assets}/{SWAGGER_UI_STYLE}",
            swagger_favicon_url=f"{assets}/{FAVICON}",
            oauth2_redirect_url=root + redirect if redirect else None,
            init_oauth=self.swagger_ui_init_oauth,
            swagger_ui_parameters=self.swagger_ui_parameters,
        )
        page.headers.update(SWAGGER_UI_HEADERS)
        return page

    async def _redoc(self, request: Request) -> Response:
        from typed_depends.pages.missing import missing_page
        from typed_depends.pages.redoc import REDOC_HEADERS, get_redoc_html

        root, title = _root(request), f"{self.title} - ReDoc"
        if asset_folder() is None:
            return missing_page("ReDoc", title=title, openapi_url=f"{root}{self.openapi_url}")
        assets = root + _assets(self.redoc_url or "")
        page = get_redoc_html(
            openapi_url=f"{root}{self.openapi_url}",
            title=title,
            redoc_js_url=f"{assets}/{REDOC_SCRIPT}",
            redoc_favicon_url=f"{assets}/{FAVICON}",
        )
        page.headers.update(REDOC_HEADERS)
        return page

    async def _dependencies(self, request: Request) -> Response:
        from typed_depends.pages.dependencies import dependencies_page
        from typed_depends.web.drawn import drawn_routes

        return dependencies_page(
            drawn_routes(self.routes),
            title=self.title,
            docs_url=_root(request) + (self.docs_url or ""),
        )


async def _oauth2_redirect(request: Request) -> Response:
    from typed_depends.pages.swagger_ui import get_swagger_ui_oauth2_redirect_html

    return get_swagger_ui_oauth2_redirect_html()


def _assets(url: str) -> str:
    """Return where the files of the page at `url` are."""
    return f"{url.rstrip('/')}/assets"


def _dependencies(url: str) -> str:
    """Return where the dependencies are drawn, beside the page at `url`."""
    return f"{url.rstrip('/')}/dependencies"


def _root(request: Request) -> str:
    """Return the path that a proxy or a mount has taken away, for use in links."""
    root: str = request.scope.get("root_path", "")
    return root.rstrip("/")
