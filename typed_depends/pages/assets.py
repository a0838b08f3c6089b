"""Swagger UI and ReDoc as they come in an installed package.

The package is `fastapi-offline`, which is released with the current files of both. It is
found without being imported.
"""

from importlib.util import find_spec
from pathlib import Path

SWAGGER_UI_SCRIPT = "swagger-ui-bundle.js"
SWAGGER_UI_STYLE = "swagger-ui.css"
REDOC_SCRIPT = "redoc.standalone.js"
FAVICON = "favicon.png"


def asset_folder() -> Path | None:
    """Return the folder of the files, or `None` if the `docs` extra is not installed."""
    found = find_spec("fastapi_offline")
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0]) / "static"
    return folder if (folder / SWAGGER_UI_SCRIPT).is_file() else None
