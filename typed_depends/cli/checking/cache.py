"""Where mypy keeps what it knows between runs: `.typed_depends_cache` in the project's folder.

Beside `.mypy_cache` and `.ruff_cache`, and like them ignored by version control by itself.
"""

import os
import tempfile
from pathlib import Path

NAME = ".typed_depends_cache"
VARIABLE = "TYPED_DEPENDS_CACHE_DIR"

_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder is a cache of `typed-depends check`; it may be deleted at any time.\n"
)


def cache_folder(given: Path | None, project: Path) -> Path:
    """Return the folder, made if need be; a temporary one where the project may not be written."""
    said = os.environ.get(VARIABLE)
    folder = given or (Path(said) if said else project / NAME)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
            if not (folder / name).exists():
                (folder / name).write_text(text, encoding="utf-8")
    except OSError:
        return Path(tempfile.mkdtemp(prefix="typed-depends-"))
    return folder.resolve()
