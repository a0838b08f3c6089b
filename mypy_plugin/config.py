"""The plugin's configuration, and what mypy must know of the plugin to trust its cache.

It stands in the file mypy itself is configured by: `[tool.typed_depends.mypy]` in
`pyproject.toml`, `[typed_depends.mypy]` in `mypy.ini` and `setup.cfg`. A mistake in it ends
mypy as a mistake in mypy's own options does.

mypy hashes only the entry file of a plugin, so the digest of all its files and of the
configuration goes into the data of every module: after a change nothing stale is believed.
"""

import configparser
import hashlib
import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from mypy.errors import CompileError

import mypy_plugin
import typed_depends.scope
from mypy_plugin.families import KNOWN, Family

SECTION: Final = "typed_depends.mypy"
OPTIONS: Final = ("families", "strict")
ALWAYS: Final = ("fastapi", "typed_depends")
"""Families that are checked anyway, and may be named."""


class Settings(NamedTuple):
    """The families beside FastAPI's and ours, and whether `depends-untyped` is asked for."""

    families: tuple[Family, ...] = ()
    strict: bool = False


def read_settings(file: str | None) -> Settings:
    """Read the settings from mypy's configuration file.

    Raises mypy's `CompileError` on an option that does not exist or says nothing.
    """
    table = own_table(file) if file else {}
    reader = _Reader(f"{file}: [{'tool.' if str(file).endswith('.toml') else ''}{SECTION}]")
    for option in table:
        if option not in OPTIONS:
            raise reader.mistake(f'"{option}" is no option', OPTIONS)
    return Settings(
        reader.families(table.get("families", ())), reader.truth(table.get("strict", False))
    )


class _Reader(NamedTuple):
    """Reads options, and says where one is wrong."""

    where: str

    def families(self, value: object) -> tuple[Family, ...]:
        """Read a list of known names, or a table from a name to its markers."""
        if isinstance(value, str):
            value = _words(value)
        if isinstance(value, Mapping):
            rows = [(name, said) for name, said in value.items() if not _says_always(name, said)]
            return tuple(self.family(str(name), said) for name, said in rows)
        if isinstance(value, Sequence):
            return tuple(self.known(name) for name in value if name not in ALWAYS)
        raise self.mistake('"families" is neither a list of names nor a table', KNOWN)

    def family(self, name: str, value: object) -> Family:
        """Read one row of the table: the full names of markers, or `true` for a known family."""
        if _is_true(value):
            return self.known(name)
        markers = _words(value) if isinstance(value, str) else value
        if isinstance(markers, Sequence) and markers:
            names = tuple(marker for marker in markers if isinstance(marker, str))
            if len(names) == len(markers) and all(map(_is_full_name, names)):
                return Family(names)
        may_be_true = "neither true nor a" if name in KNOWN else "no"
        example = f'list of full names such as "{name}.Depends"'
        raise self.mistake(f'family "{name}" is {may_be_true} {example}', ())

    def known(self, name: object) -> Family:
        """Give a family by its name."""
        if isinstance(name, str) and name in KNOWN:
            return KNOWN[name]
        raise self.mistake(f'family "{name}" is not known and names no markers', KNOWN)

    def truth(self, value: object) -> bool:
        """Read `true` or `false`."""
        read = {"true": True, "false": False}.get(str(value).lower())
        if read is None:
            raise self.mistake(f'"strict" is "{value}"', ("true", "false"))
        return read

    def mistake(self, problem: str, valid: Iterable[str]) -> CompileError:
        """Give what ends mypy, with a sentence that names what is valid."""
        choice = " or ".join(f'"{option}"' for option in valid)
        remedy = f"; valid is {choice}" if choice else ""
        return CompileError([f"{self.where}: error: {problem}{remedy}"])


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _is_true(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")


def _says_always(name: object, value: object) -> bool:
    """Tell whether a row switches on what is on anyway."""
    return name in ALWAYS and _is_true(value)


def _is_full_name(marker: str) -> bool:
    """Tell whether this is a module's name and a name in it."""
    return "." in marker and all(map(str.isidentifier, marker.split(".")))


def own_table(file: str) -> Mapping[str, object]:
    """Give our part of a configuration file; mypy has read it before, so it is in order.

    Raises mypy's `CompileError` where something of ours stands in another part.
    """
    return _of_toml(file) if file.endswith(".toml") else _of_ini(file)


def _of_toml(file: str) -> Mapping[str, object]:
    everything = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    tool = everything.get("tool", {})
    names = [*everything, *(f"tool.{name}" for name in tool)]
    for name in names:
        if name != "tool.typed_depends" and _looks_like_ours(name):
            raise _misplaced(file, name, f"tool.{SECTION}")
    ours = tool.get("typed_depends", {})
    found = ours.get("mypy", {}) if isinstance(ours, Mapping) else None
    if not isinstance(ours, Mapping) or not ours.keys() <= {"mypy"}:
        raise _misplaced(file, "tool.typed_depends", f"tool.{SECTION}")
    if not isinstance(found, Mapping):
        raise _Reader(f"{file}: [tool.typed_depends]").mistake('"mypy" is no table', OPTIONS)
    return found


def _of_ini(file: str) -> Mapping[str, object]:
    parser = configparser.RawConfigParser(default_section="")
    parser.read(file, encoding="utf-8")
    families = f"{SECTION}.families"
    for name in parser.sections():
        if name not in (SECTION, families) and _looks_like_ours(name):
            raise _misplaced(file, name, SECTION, families)
    table: dict[str, object] = dict(parser[SECTION]) if parser.has_section(SECTION) else {}
    if parser.has_section(families):
        named = dict.fromkeys(_words(str(table.get("families", ""))), "true")
        table["families"] = {**named, **parser[families]}
    return table


def _looks_like_ours(section: str) -> bool:
    """Tell whether a section is meant for the plugin: as it is written, or nearly so."""
    plain = section.replace("-", "_").replace(":", ".").lower().removeprefix("tool.")
    return plain.partition(".")[0] in ("typed_depends", "typed_depends_mypy")


def _misplaced(file: str, section: str, *valid: str) -> CompileError:
    """Give what ends mypy where options stand in a section that nobody reads."""
    return _Reader(f"{file}: [{section}]").mistake("nothing reads this section", valid)


def digest(settings: Settings) -> str:
    """Give the digest of the settings and of every file the plugin's verdicts depend on."""
    shared = os.path.dirname(typed_depends.scope.__file__)
    folders = [os.path.dirname(mypy_plugin.__file__), os.path.join(shared, "wording")]
    files = [os.path.join(shared, "chain.py"), os.path.join(shared, "scope.py")]
    for folder in folders:
        for path, below, names in os.walk(folder):
            below.sort()
            files += [os.path.join(path, name) for name in sorted(names) if name.endswith(".py")]
    sha = hashlib.sha256(repr(settings).encode())
    for path in files:
        with open(path, "rb") as file:
            sha.update(file.read())
    return sha.hexdigest()
