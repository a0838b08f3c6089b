"""What mypy must know of the plugin to trust its cache.

mypy hashes only the entry file of a plugin, so the digest of all its files goes into
the configuration data of every module: after an upgrade nothing stale is believed.
"""

import hashlib
from functools import cache
from pathlib import Path

import mypy_plugin
import typed_depends.scope


@cache
def digest() -> str:
    """Give the digest of every file the plugin's verdicts depend on."""
    package = Path(mypy_plugin.__file__).parent
    shared = Path(typed_depends.scope.__file__).parent
    files = [
        *sorted(package.rglob("*.py")),
        *sorted((shared / "wording").glob("*.py")),
        shared / "scope.py",
    ]
    sha = hashlib.sha256()
    for file in files:
        sha.update(file.read_bytes())
    return sha.hexdigest()
