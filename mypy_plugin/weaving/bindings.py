"""What a file's names stand for, as its import statements say.

Read just before mypy analyses the file: modules outside its import cycle are
analysed by then and asked for their symbols, those inside only for their imports.
Good enough to know where a marker may stand; whether it truly is one is asked again
when judging.
"""

from collections.abc import Iterator, Mapping

from mypy.nodes import (
    AssignmentStmt,
    Expression,
    Import,
    ImportAll,
    ImportFrom,
    MemberExpr,
    MypyFile,
    NameExpr,
    TypeInfo,
    Var,
)

from mypy_plugin.markers import defining_name
from mypy_plugin.names import (
    FAMILIES,
    FOREIGN,
    LEDGER,
    MARKER_NAMES,
    MARKERS,
    PARAMETER_MARKERS,
    SEPARATOR,
)

_DEEPEST_REEXPORT = 8


class Bindings:
    """Local name → the dotted name it was imported from, be it as a re-export.

    `interesting` says whether a marker may stand in the file, `lazy` whether its
    annotations are evaluated after the module is (PEP 563). `variables` are those that the
    file itself binds to a marker.
    """

    def __init__(self, modules: Mapping[str, MypyFile]) -> None:
        self.modules = modules
        self.origins: dict[str, str] = {}
        self.interesting = False
        self.lazy = False
        self.variables = frozenset[str]()
        self._resolved: dict[str, str] = {}
        self._annotated: dict[str, bool] = {}

    def resolve(self, dotted: str) -> str:
        """Give the dotted name under which `dotted` is defined, or itself."""
        known = self._resolved.get(dotted)
        if known is None:
            head, dot, rest = dotted.partition(".")
            origin = self.origins.get(head)
            known = head if origin is None else _canonical(origin, self.modules)
            if rest:
                known = _canonical(known + dot + rest, self.modules)
            self._resolved[dotted] = known
        return known

    def is_marker(self, dotted: str) -> bool:
        """Tell whether `dotted` may name `Depends` or `Security` of a family we check."""
        package, _, name = self.resolve(dotted).rpartition(".")
        return name in MARKER_NAMES and package.partition(".")[0] not in FOREIGN

    def is_parameter_marker(self, dotted: str) -> bool:
        """Tell whether `dotted` names `Query` or one of its kin in a family we check."""
        package, _, name = self.resolve(dotted).rpartition(".")
        return name in PARAMETER_MARKERS and package.partition(".")[0] in FAMILIES

    def is_annotated(self, dotted: str) -> bool:
        """Tell whether `dotted` names `typing.Annotated`, from wherever it comes."""
        known = self._annotated.get(dotted)
        if known is None:
            known = self.resolve(dotted).rpartition(".")[2] == "Annotated"
            self._annotated[dotted] = known
        return known

    def is_module(self, name: str) -> bool:
        """Tell whether a name is that of an imported module."""
        return self.origins.get(name) in self.modules

    def is_imported(self, dotted: str) -> bool:
        """Tell whether `dotted` starts with an imported name."""
        return dotted.partition(".")[0] in self.origins

    def may_hold_marker(self, dotted: str | None) -> bool:
        """Tell whether `dotted` may name a variable bound to a marker."""
        return dotted is not None and (dotted in self.variables or self.is_imported(dotted))

    def surely_may_hold_marker(self, dotted: str | None) -> bool:
        """Tell the same of what a field is set to, which other plugins look at as well.

        An imported name counts where its module has variables with markers.
        """
        if dotted is None or dotted in self.variables:
            return dotted is not None
        head, dot, rest = dotted.partition(".")
        origin = self.origins.get(head)
        return origin is not None and _holds_markers(origin + dot + rest, self.modules)


def read_bindings(file: MypyFile, modules: Mapping[str, MypyFile]) -> Bindings:
    """Read the imports of `file`, following re-exports through `modules`."""
    bindings = Bindings(modules)
    for name, origin in _imported_names(file, modules):
        if name == "annotations" and origin == "__future__.annotations":
            bindings.lazy = True
        bindings.origins[name] = origin
        bindings.interesting = bindings.interesting or _is_interesting(origin, modules)
    if bindings.interesting:
        _read_renamings(file, bindings)
    return bindings


def _is_interesting(origin: str, modules: Mapping[str, MypyFile]) -> bool:
    """Tell whether what is imported may be a marker, or hold one."""
    canonical = _canonical(origin, modules)
    return (
        canonical.partition(".")[0] in FAMILIES
        or canonical.rpartition(".")[2] in MARKER_NAMES
        or _holds_markers(origin, modules)
        or (canonical != origin and _holds_markers(canonical, modules))
    )


def imported_names(file: MypyFile) -> dict[str, str]:
    """Give the names that the imports of a file bind, with the dotted names they come from."""
    return dict(_imported_names(file, {}))


def is_installed(file: MypyFile) -> bool:
    """Tell whether a file is of an installed package or of typeshed."""
    return file.is_stub or "site-packages" in file.path or "typeshed" in file.path


def imports_family(file: MypyFile) -> bool:
    """Tell whether a file imports anything from a marker family, at first hand."""
    for statement in file.imports:
        match statement:
            case Import():
                if any(name.partition(".")[0] in FAMILIES for name, _ in statement.ids):
                    return True
            case ImportFrom() | ImportAll():
                if not statement.relative and statement.id.partition(".")[0] in FAMILIES:
                    return True
    return False


def dotted_name(expression: Expression) -> str | None:
    """Give `a.b.c` for the expression `a.b.c`, None for anything else."""
    match expression:
        case NameExpr():
            return expression.name
        case MemberExpr():
            prefix = dotted_name(expression.expr)
            return None if prefix is None else f"{prefix}.{expression.name}"
    return None


def _imported_names(file: MypyFile, modules: Mapping[str, MypyFile]) -> Iterator[tuple[str, str]]:
    """Yield every name the imports of `file` bind, with where it comes from."""
    for statement in file.imports:
        match statement:
            case Import():
                for name, alias in statement.ids:
                    head = name.partition(".")[0]
                    yield alias or head, name if alias else head
            case ImportFrom():
                package = absolute_name(file, statement)
                for name, alias in statement.names:
                    yield alias or name, f"{package}.{name}"
            case ImportAll():
                package = absolute_name(file, statement)
                for name in _star_names(package, modules):
                    yield name, f"{package}.{name}"


def absolute_name(file: MypyFile, statement: ImportFrom | ImportAll) -> str:
    """Give the full name of the module imported from (PEP 328)."""
    if not statement.relative:
        return statement.id
    up = statement.relative - file.is_package_init_file()
    parts = file.fullname.split(".")
    return ".".join([*parts[: len(parts) - up], *filter(None, [statement.id])])


def _star_names(package: str, modules: Mapping[str, MypyFile]) -> Iterator[str]:
    """Yield the names of interest that `from package import *` binds."""
    module = modules.get(package)
    if package.partition(".")[0] in FAMILIES or module is None:
        yield from MARKER_NAMES | PARAMETER_MARKERS
    elif module.names.keys() - {"__builtins__"}:
        yield from (name for name in module.names if not name.startswith("_"))
    else:
        yield from (name for name, _ in _imported_names(module, {}))


def _canonical(origin: str, modules: Mapping[str, MypyFile]) -> str:
    """Follow a dotted name through re-exports to where it is defined."""
    for _ in range(_DEEPEST_REEXPORT):
        package, _, name = origin.rpartition(".")
        module = modules.get(package)
        if module is None or package.partition(".")[0] in FAMILIES:
            return origin
        symbol = module.names.get(name)
        if symbol is not None and symbol.node is not None:
            defined = defining_name(symbol.node)
            return defined if defined in MARKERS else symbol.node.fullname
        further = dict(_imported_names(module, {})).get(name)
        if further is None or further == origin:
            return origin
        origin = further
    return origin


def _holds_markers(origin: str, modules: Mapping[str, MypyFile]) -> bool:
    """Tell whether what is imported may be, or hold, a variable bound to a marker.

    In the daemon a variable may become one while the file that imports it stays as it is.
    """
    package, _, name = origin.rpartition(".")
    module = modules.get(origin)
    if module is not None:
        return _concerns_markers(module)
    module = modules.get(package)
    if module is None:
        return False
    ledger = module.names.get(LEDGER)
    if ledger is not None and isinstance(ledger.node, TypeInfo):
        symbol = module.names.get(name)
        return (symbol is not None and isinstance(symbol.node, Var)) or any(
            entry.split(SEPARATOR)[0] == name for entry in ledger.node.names
        )
    return _concerns_markers(module)


def _concerns_markers(module: MypyFile) -> bool:
    """Tell whether a module has markers or a ledger among its names, or may yet get one."""
    if LEDGER in module.names or not MARKER_NAMES.isdisjoint(module.names):
        return True
    is_analysed = len(module.names) > 1
    return _renames_markers(module) if is_analysed else imports_family(module)


def _renames_markers(module: MypyFile) -> bool:
    """Tell whether a module imports a marker under a name of its own."""
    return any(
        isinstance(statement, ImportFrom)
        and any(alias and name in MARKER_NAMES for name, alias in statement.names)
        for statement in module.imports
    )


def _read_renamings(file: MypyFile, bindings: Bindings) -> None:
    """Follow `D = Depends` at module level."""
    for statement in file.defs:
        if (
            isinstance(statement, AssignmentStmt)
            and len(statement.lvalues) == 1
            and isinstance(target := statement.lvalues[0], NameExpr)
            and (value := dotted_name(statement.rvalue)) is not None
            and bindings.is_imported(value)
            and (bindings.is_marker(value) or bindings.is_annotated(value))
        ):
            bindings.origins[target.name] = bindings.resolve(value)
