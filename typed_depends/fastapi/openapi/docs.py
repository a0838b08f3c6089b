"""FastAPI's `openapi.docs`."""

from typed_depends.pages.redoc import get_redoc_html
from typed_depends.pages.swagger_ui import (
    get_swagger_ui_html,
    get_swagger_ui_oauth2_redirect_html,
    swagger_ui_default_parameters,
)

__all__ = [
    "get_redoc_html",
    "get_swagger_ui_html",
    "get_swagger_ui_oauth2_redirect_html",
    "swagger_ui_default_parameters",
]
