"""Builds the wheel: everything under the one top-level name `typed_depends`.

In the repository the plugin is a package of its own, `mypy_plugin`. A name like that may
well exist in a user's project, whose folder comes first when Python imports, so in the wheel
the plugin is `typed_depends._mypy_plugin`. `typed_depends.mypy` is the plugin in both.
mypy's daemon starts anew when a plugin's own file changes, so that one ends with a digest of all.
The pages of the error codes come along for `typed-depends explain`.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HOMES = {"typed_depends": "typed_depends", "mypy_plugin": "typed_depends/_mypy_plugin"}
ENTRY = "typed_depends/mypy.py"
PAGES = "typed_depends/cli/code_pages"
IMPORTS = (
    (re.compile(r"^(\s*)import mypy_plugin$", re.M), r"\1from typed_depends import _mypy_plugin"),
    (re.compile(r"^(\s*)from mypy_plugin(?=[. ])", re.M), r"\1from typed_depends._mypy_plugin"),
    (re.compile(r"\bmypy_plugin\.__file__"), "_mypy_plugin.__file__"),
)


class OneTopLevelName(BuildHookInterface):  # type: ignore[type-arg]
    """Stages the packages as they shall stand in the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Give the builder every file and its place; an editable install needs none."""
        if version == "editable":
            return
        root = Path(self.root)
        self._staged = tempfile.TemporaryDirectory()
        files = {
            f"{home}/{file.relative_to(root / package).as_posix()}": file
            for package, home in HOMES.items()
            for file in sorted((root / package).rglob("*"))
            if file.is_file() and file.suffix != ".pyc"
        }
        marks = {ENTRY: f"\n# {self.metadata.version} {_digest(files.values())}\n"}
        for target, file in files.items():
            included = self._rewritten(file, target, marks.get(target, ""))
            build_data["force_include"][str(included)] = target
        for page in sorted((root / "typecheck_cases").glob("depends-*.md")):
            build_data["force_include"][str(page)] = f"{PAGES}/{page.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Throw away what was staged."""
        if version != "editable":
            self._staged.cleanup()

    def _rewritten(self, file: Path, target: str, mark: str) -> Path:
        """Return a file that imports the plugin by its name in the wheel, and ends in `mark`."""
        if file.suffix != ".py":
            return file
        text = before = file.read_text(encoding="utf-8")
        for pattern, replacement in IMPORTS:
            text = pattern.sub(replacement, text)
        text += mark
        if text == before:
            return file
        staged = Path(self._staged.name) / target
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.write_text(text, encoding="utf-8")
        return staged


def _digest(files: Iterable[Path]) -> str:
    """Return what changes whenever one of the files does."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()[:16]
