"""What a project says to mypy, as far as `check` listens: where code is, and which plugins help.

The project's own strictness is not asked for: `check` shows one family of mistakes, and
needs no configuration. Of its plugins, those are loaded that read types and run none of
the project's code.
"""

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mypy.config_parser import parse_config_file
from mypy.errors import CompileError
from mypy.options import Options

from mypy_plugin.config import own_table, read_settings
from mypy_plugin.names import FAMILIES
from typed_depends.cli.mistakes import UsageError

LOADED_PLUGINS = frozenset(
    {
        "pydantic.mypy",
        "pydantic.v1.mypy",
        "sqlalchemy.ext.mypy.plugin",
        "strawberry.ext.mypy_plugin",
        "returns.contrib.mypy.returns_plugin",
        "numpy.typing.mypy_plugin",
    }
)
"""Plugins that read types and nothing else; others may import the project (Django's does)."""

_UNSAID = (0, 0)
_MARKS = ("pyproject.toml", "setup.cfg", "setup.py", "mypy.ini", ".mypy.ini", ".git", ".hg")


@dataclass(frozen=True, slots=True)
class Project:
    """A project's folder, and what its configuration says."""

    folder: Path
    frameworks: frozenset[str]
    python_version: tuple[int, int] | None = None
    mypy_path: tuple[Path, ...] = ()
    exclude: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    other: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)
    strict: bool = False


def read_project(start: Path) -> Project:
    """Return the project `start` stands in. Raises `UsageError` where ours cannot be read."""
    options, said = Options(), io.StringIO()
    options.python_version = _UNSAID
    parse_config_file(options, lambda: None, None, said, said)
    settings, own = None, dict[str, Any]()
    if options.config_file:
        try:
            settings = read_settings(options.config_file)
            own = dict(own_table(options.config_file))
        except CompileError as error:
            raise UsageError(error.messages[0].replace(": error:", ":")) from error
    given = [name.split(":")[0] for name in options.plugins]
    families = [] if settings is None else settings.families
    return Project(
        folder=_folder(start),
        frameworks=frozenset(
            {*FAMILIES, *(name.split(".")[0] for one in families for name in one.markers)}
        ),
        python_version=None if options.python_version == _UNSAID else options.python_version,
        mypy_path=tuple(Path(os.path.abspath(path)) for path in options.mypy_path),
        exclude=tuple(options.exclude),
        plugins=tuple(name for name in given if name in LOADED_PLUGINS and _is_installed(name)),
        other={
            name: value
            for name in ("platform", "always_true", "always_false")
            if (value := getattr(options, name)) != getattr(Options(), name)
        },
        own=own,
        strict=settings is not None and settings.strict,
    )


def _folder(start: Path) -> Path:
    folder = start.resolve()
    folder = folder if folder.is_dir() else folder.parent
    for one in (folder, *folder.parents):
        if any((one / mark).exists() for mark in _MARKS):
            return one
    return Path.cwd() if folder.is_relative_to(Path.cwd()) else folder


def _is_installed(plugin: str) -> bool:
    """Tell whether a plugin is among the installed packages, whatever lies in this folder."""
    try:
        spec = find_spec(plugin)
    except (ImportError, ValueError):
        return False
    return spec is not None and spec.origin is not None and "site-packages" in spec.origin
