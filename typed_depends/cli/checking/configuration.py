"""Makes the configuration `check` runs mypy with: its own, with what the project says added."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from typed_depends.cli.checking.codes import FOREIGN
from typed_depends.cli.checking.interpreter import Interpreter
from typed_depends.cli.checking.layout import Run
from typed_depends.cli.checking.project import Project
from typed_depends.cli.finding import SYNTAX

MISSING = "import-not-found"
"""mypy's code for a package that is not there; it explains why nothing was found."""

_OLDEST = (3, 10)
"""The oldest Python whose code mypy reads."""


def configuration(
    project: Project,
    interpreter: Interpreter,
    run: Run,
    skipped: Collection[str],
    *,
    untyped: bool,
) -> str:
    """Return a configuration file (TOML). Modules of `skipped` are not looked into.

    All of the plugin's codes are reported, `depends-untyped` only if `untyped`: who asks for fewer
    should not have everything checked anew. None is named here, since mypy's daemon does not
    know the codes of plugins when it reads its options.
    """
    shown = {MISSING, SYNTAX}
    version = max(project.python_version or interpreter.version, _OLDEST)
    options: dict[str, Any] = {
        **project.other,
        "plugins": [*project.plugins, "typed_depends.mypy"],
        "python_version": ".".join(map(str, version)),
        "python_executable": str(interpreter.path),
        "mypy_path": [str(path) for path in (*run.roots, *project.mypy_path)],
        "explicit_package_bases": True,
        "check_untyped_defs": True,
        "follow_imports": "normal",
        "disable_error_code": [code for code in FOREIGN if code not in shown],
        "enable_error_code": sorted(shown),
    }
    tables = [_table("tool.mypy", options)]
    if skipped:
        tables.append(
            _table("[tool.mypy.overrides]", {"module": sorted(skipped), "follow_imports": "skip"})
        )
    own = {**project.own, "strict": untyped}
    tables.append(_table("tool.typed_depends.mypy", own))
    return "\n".join(tables)


def _table(name: str, values: Mapping[str, Any]) -> str:
    return "".join([f"[{name}]\n", *(f"{_key(key)} = {_value(values[key])}\n" for key in values)])


def _value(value: Any) -> str:
    """Write a value; what JSON and TOML write differently does not occur, but for tables."""
    if isinstance(value, Mapping):
        rows = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {rows} }}"
    return json.dumps(value)


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() else json.dumps(key)


def stored(text: str, folder: Path) -> Path:
    """Return the file that holds a configuration, written if it is new."""
    file = folder / "mypy.toml"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")
    return file
