"""Providers of installed packages: read like the project's own, and never reported on."""

from pathlib import Path

import pytest

from .batch import run_mypy

FASTAPI = {
    "fastapi/py.typed": "",
    "fastapi/__init__.py": "from .param_functions import Depends as Depends",
    "fastapi/param_functions.py": """\
from typing import Any

def Depends(dependency: Any = None, *, use_cache: bool = True, scope: str | None = None) -> Any: ...
""",
}

KITCHEN = {
    "kitchen/__init__.py": """\
from collections.abc import Iterator
from typing import Annotated, TypeVar

from fastapi import Depends

T = TypeVar("T")


class Bread: ...


def get_bread() -> Iterator[Bread]:
    yield Bread()


def get_plate(bread: Annotated[Bread, Depends(get_bread, scope="function")]) -> Bread:
    return bread


Dep = Annotated[T, Depends(get_bread)]


def own_mistake(bread: Annotated[int, Depends(get_bread)]) -> None: ...
""",
}

SHOP = {
    "shop.py": """\
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from kitchen import Bread, Dep, get_bread, get_plate


class Cake: ...


def serve(bread: Annotated[Bread, Depends(get_plate)]) -> Iterator[Bread]:
    yield bread


def right(bread: Annotated[Bread, Depends(get_bread)], also: Dep[Bread]) -> None: ...
def wrong(cake: Annotated[Cake, Depends(get_bread)]) -> None: ...
def given(cake: Dep[Cake]) -> None: ...
def served(bread: Annotated[Bread, Depends(serve)]) -> None: ...
""",
}


def check(root: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]) -> list[str]:
    """Give what mypy says of the project at `root`, the messages without their notes."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "mypy.ini").write_text("[mypy]\nplugins = typed_depends.mypy\n")
    monkeypatch.setenv("PYTHONPATH", str(root / "site-packages"), prepend=":")
    printed, _ = run_mypy(root, "shop.py")
    return [
        row.partition(": ")[0] + row[row.rfind("  [") :]
        for row in printed.splitlines()
        if ": error: " in row
    ]


def installed(files: dict[str, str]) -> dict[str, str]:
    """Put files where packages are installed."""
    return {f"site-packages/{name}": text for name, text in files.items()}


def test_what_an_installed_package_provides_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its types, aliases and scopes count; its own mistakes are not the project's. Warm as cold."""
    files = SHOP | installed(FASTAPI | KITCHEN | {"kitchen/py.typed": ""})
    expected = [
        "shop.py:16  [depends-type]",
        "shop.py:17  [depends-type]",
        "shop.py:18  [depends-scope]",
    ]
    assert check(tmp_path, monkeypatch, files) == expected
    assert check(tmp_path, monkeypatch, {}) == expected


def test_an_upgrade_of_an_installed_package_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run judges by what the package provides now."""
    files = SHOP | installed(FASTAPI | KITCHEN | {"kitchen/py.typed": ""})
    check(tmp_path, monkeypatch, files)
    upgraded = KITCHEN["kitchen/__init__.py"].replace(', scope="function"', "")
    assert check(tmp_path, monkeypatch, installed({"kitchen/__init__.py": upgraded})) == [
        "shop.py:16  [depends-type]",
        "shop.py:17  [depends-type]",
    ]


def test_a_package_without_types_is_left_to_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That it has none mypy says itself; what it provides is not known."""
    printed = check(tmp_path, monkeypatch, SHOP | installed(FASTAPI | KITCHEN))
    assert printed == ["shop.py:5  [import-untyped]"]


OVEN = """\
from collections.abc import Awaitable, Callable

class Oven: ...

def heated(
    required: bool = True, optional: bool = False, fast: bool = False
) -> Callable[..., Awaitable[Oven | None]]: ...
def found() -> Callable[..., Awaitable[Oven | None]]: ...
"""
BAKERY = """\
from fastapi import Depends
from kitchen import Oven, found, heated

hot = heated()
def right(one: Oven = Depends(heated()), other: Oven = Depends(hot)) -> None: ...
def fast(oven: Oven = Depends(heated(fast=True))) -> None: ...
def maybe(oven: Oven | None = Depends(heated(required=False))) -> None: ...
def never(oven: int = Depends(heated())) -> None: ...
def flagged(oven: Oven = Depends(heated(required=False))) -> None: ...
def optional(oven: Oven = Depends(heated(optional=True))) -> None: ...
def unasked(oven: Oven = Depends(found())) -> None: ...
"""


def test_a_factory_of_a_package_is_annotated_for_all_its_arguments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So None counts only where a flag is given, or there is nothing to give."""
    files = {"shop.py": BAKERY, "site-packages/kitchen/__init__.pyi": OVEN}
    package = installed(FASTAPI | {"kitchen/py.typed": ""})
    assert check(tmp_path, monkeypatch, files | package) == [
        "shop.py:8  [depends-type]",
        "shop.py:9  [depends-type]",
        "shop.py:10  [depends-type]",
        "shop.py:11  [depends-type]",
    ]
