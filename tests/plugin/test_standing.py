"""Which answers the daemon may keep: those about modules that do not reach what is edited."""

from mypy.nodes import Import, ImportFrom, MypyFile

from mypy_plugin.standing import Standing


def module(name: str, *imports: Import | ImportFrom, path: str = "shop.py") -> MypyFile:
    """Make a tree with these imports."""
    file = MypyFile([], list(imports))
    file._fullname, file.path = name, path
    return file


def program() -> dict[str, MypyFile]:
    """`api` imports `db`, which imports `names`; `routes` imports none of them."""
    files = [
        module("shop.names"),
        module("shop.db", ImportFrom("", 1, [("names", None)])),
        module("shop.api", Import([("shop.db", None)])),
        module("shop.routes", Import([("fastapi", None)])),
        module("fastapi", path="/site-packages/fastapi/__init__.py"),
    ]
    return {file.fullname: file for file in files}


def settled(modules: dict[str, MypyFile]) -> Standing:
    """Give what is known when all modules were checked."""
    standing = Standing()
    standing.moved(modules)
    for name in modules:
        standing.parse(name)
    for name in modules:
        standing.check(name)
    return standing


def test_an_edit_moves_what_imports_the_edited_module() -> None:
    modules = program()
    standing = settled(modules)
    standing.parse("shop.names")
    assert standing.moved(modules) == frozenset({"shop.names", "shop.db", "shop.api"})


def test_it_is_over_when_the_next_module_is_parsed() -> None:
    modules = program()
    standing = settled(modules)
    standing.parse("shop.names")
    standing.check("shop.names")
    assert "shop.db" in (standing.moved(modules) or ())
    standing.parse("shop.routes")
    assert standing.moved(modules) == frozenset({"shop.routes"})


def test_what_was_not_checked_goes_on_moving() -> None:
    modules = program()
    standing = settled(modules)
    standing.parse("shop.names")
    standing.parse("shop.routes")
    assert "shop.db" in (standing.moved(modules) or ())


def test_anything_may_move_where_a_module_comes_or_goes_or_a_library_changes() -> None:
    modules = program()
    standing = settled(modules)
    standing.parse("shop.routes")
    del modules["shop.names"]
    assert standing.moved(modules) is None
    assert standing.moved(modules) is None
    standing.parse("shop.routes")
    assert standing.moved(modules) == frozenset({"shop.routes"})
    standing.parse("fastapi")
    assert standing.moved(modules) is None


def test_a_module_of_which_only_the_cache_was_read_may_import_anything() -> None:
    modules = program()
    modules["shop.routes"].is_cache_skeleton = True
    standing = settled(modules)
    standing.parse("shop.names")
    assert "shop.routes" in (standing.moved(modules) or ())
