"""An application documents itself: its OpenAPI document, and the routes that serve it."""

from collections.abc import Awaitable, Callable, Hashable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Router

from typed_depends.web.description import Described

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
        # Making documents takes a large part of pydantic, which serving need not wait for.
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
        """Add the routes that serve the document."""
        if self.openapi_url:
            self._serve(self.openapi_url, self._document)

    def _serve(self, path: str, page: Page) -> None:
        self.add_route(path, page, include_in_schema=False)

    async def _document(self, request: Request) -> Response:
        document = self.openapi()
        root = _root(request)
        servers = document.get("servers", [])
        if root and self.root_path_in_servers and all(one.get("url") != root for one in servers):
            document = {**document, "servers": [{"url": root}, *servers]}
        return JSONResponse(document)


def _root(request: Request) -> str:
    """Return the path that a proxy or a mount has taken away, for use in links."""
    root: str = request.scope.get("root_path", "")
    return root.rstrip("/")
