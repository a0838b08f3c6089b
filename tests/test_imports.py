"""Imports go down the list of the design, without a circle; importing the package is cheap."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import typed_depends

PACKAGE = Path(typed_depends.__file__).parent

# The lowest first. What stands on one line may not import its neighbours, unless a part of
# one folder.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("placeholder", "scope", "supported"),
    ("chain", "oauth"),
    ("wording",),
    ("errors",),
    ("datastructures", "exceptions", "markers", "params"),
    ("source_functions",),
    ("param_functions",),
    ("reading",),
    ("graph",),
    ("plan",),
    ("resolve",),
    ("injector",),
    ("security",),
    ("drawing",),
    ("openapi",),
    ("pages",),
    ("web",),
    ("fastapi",),
    ("testing", "testclient"),
    ("pytest_plugin",),
    ("cli",),
    ("__main__",),
)
# The front door names everything; the plugin lives beside the package.
APART = {"__init__", "mypy"}
LEAVES = ("placeholder", "scope", "chain", "wording", "oauth", "errors")


def _modules() -> dict[str, Path]:
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
        for path in PACKAGE.rglob("*.py")
    }


def _imported(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.ImportFrom(module=str(module), names=names) if module == "typed_depends":
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module)) if module.startswith("typed_depends."):
                found.add(module.removeprefix("typed_depends."))
    return found


def _layer(module: str) -> int:
    top = module.partition(".")[0]
    return next(index for index, names in enumerate(LAYERS) if top in names)


def test_every_module_has_a_layer() -> None:
    tops = {module.partition(".")[0] for module in _modules()} - APART
    assert tops <= {name for names in LAYERS for name in names}


@pytest.mark.parametrize("module", sorted(set(_modules()) - APART))
def test_a_module_imports_only_what_is_below_it(module: str) -> None:
    top = module.partition(".")[0]
    for imported in _imported(_modules()[module]):
        other = imported.partition(".")[0]
        assert other == top or _layer(imported) < _layer(module), f"{module} imports {imported}"


def test_no_module_imports_itself_through_others() -> None:
    modules = _modules()
    edges = {
        name: {one for one in _imported(path) if one in modules} for name, path in modules.items()
    }
    # A class may load its façade when it is asked for it; that is no import of the module.
    edges["injector.sync"] -= {"injector.injector"}

    def reaches(start: str, goal: str, seen: set[str]) -> bool:
        for other in edges.get(start, set()) - seen:
            seen.add(other)
            if other == goal or reaches(other, goal, seen):
                return True
        return False

    assert [name for name in edges if reaches(name, name, set())] == []


@pytest.mark.parametrize(
    "leaf", [name for name in _modules() if name.partition(".")[0] in LEAVES], ids=str
)
def test_a_leaf_imports_only_the_standard_library(leaf: str) -> None:
    for node in ast.walk(ast.parse(_modules()[leaf].read_text())):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for name in names:
            top = name.partition(".")[0]
            assert top in sys.stdlib_module_names or top == "typed_depends"


def test_importing_the_package_loads_neither_starlette_nor_pydantic() -> None:
    code = (
        "import sys, typed_depends; "
        "print([m for m in ('starlette', 'pydantic', 'anyio', 'mypy') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("name", typed_depends.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    assert getattr(typed_depends, name) is not None


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        typed_depends.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_no_module_is_much_longer_than_three_hundred_lines() -> None:
    long = {
        name: count
        for name, path in _modules().items()
        if (count := len(path.read_text().splitlines())) > 300
    }
    assert long == {}


def test_an_application_loads_nothing_that_only_some_of_them_need() -> None:
    some = (
        "unittest.mock",
        "difflib",
        "importlib.metadata",
        "pydantic.networks",
        "starlette.middleware.base",
        "starlette.staticfiles",
        "typed_depends.openapi",
        "typed_depends.security",
        "typed_depends.web.streaming",
    )
    code = (
        f"import sys; from typed_depends import App; print([m for m in {some} if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
