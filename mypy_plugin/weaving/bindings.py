"""What a file's names stand for, as its import statements say.

Read before mypy's semantic analysis, so purely by syntax: good enough to know
where a marker may stand. Whether it truly is one is asked again when judging.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mypy.nodes import (
    AssignmentStmt,
    Expression,
    Import,
    ImportAll,
    ImportBase,
    ImportFrom,
    MemberExpr,
    MypyFile,
    NameExpr,
)

from mypy_plugin.names import FAMILIES, FOREIGN, MARKER_NAMES, PARAMETER_MARKERS

STAR_NAMES = (*MARKER_NAMES, *PARAMETER_MARKERS)


@dataclass(slots=True)
class Bindings:
    """Local name → the dotted name it was imported from."""

    origins: dict[str, str] = field(default_factory=dict)
    interesting: bool = False

    def resolve(self, dotted: str) -> str:
        """Give the dotted name `dotted` was imported from, or itself."""
        head, dot, rest = dotted.partition(".")
        return self.origins.get(head, head) + dot + rest

    def is_marker(self, dotted: str) -> bool:
        """Tell whether `dotted` may name `Depends` or `Security` of a family we check."""
        origin = self.resolve(dotted)
        return origin.rpartition(".")[2] in MARKER_NAMES and not _is_foreign(origin)

    def is_parameter_marker(self, dotted: str) -> bool:
        """Tell whether `dotted` names `Query` or one of its kin in a family we check."""
        package, _, name = self.resolve(dotted).rpartition(".")
        return name in PARAMETER_MARKERS and package.partition(".")[0] in FAMILIES

    def is_annotated(self, dotted: str) -> bool:
        """Tell whether `dotted` names `typing.Annotated`, from wherever it comes."""
        return self.resolve(dotted).rpartition(".")[2] == "Annotated"

    def is_imported(self, dotted: str) -> bool:
        """Tell whether `dotted` starts with an imported name."""
        return dotted.partition(".")[0] in self.origins


def read_bindings(file: MypyFile) -> Bindings:
    """Read the imports of `file`; `interesting` says whether a marker may stand in it."""
    bindings = Bindings()
    for statement in file.imports:
        _read_import(statement, bindings)
    if bindings.interesting:
        _read_renamings(file.defs, bindings)
    return bindings


def dotted_name(expression: Expression) -> str | None:
    """Give `a.b.c` for the expression `a.b.c`, None for anything else."""
    match expression:
        case NameExpr():
            return expression.name
        case MemberExpr():
            prefix = dotted_name(expression.expr)
            return None if prefix is None else f"{prefix}.{expression.name}"
    return None


def _read_import(statement: ImportBase, bindings: Bindings) -> None:
    match statement:
        case Import():
            for name, alias in statement.ids:
                head = name.partition(".")[0]
                bindings.origins[alias or head] = name if alias else head
                bindings.interesting |= head in FAMILIES
        case ImportFrom():
            package = "." * statement.relative + statement.id
            bindings.interesting |= package.partition(".")[0] in FAMILIES
            for name, alias in statement.names:
                bindings.origins[alias or name] = f"{package}.{name}"
                bindings.interesting |= name in MARKER_NAMES or name in FAMILIES
        case ImportAll():
            package = "." * statement.relative + statement.id
            if package.partition(".")[0] in FAMILIES:
                bindings.interesting = True
                for name in STAR_NAMES:
                    bindings.origins.setdefault(name, f"{package}.{name}")


def _read_renamings(statements: Iterable[object], bindings: Bindings) -> None:
    """Follow `D = Depends` at module level."""
    for statement in statements:
        if (
            isinstance(statement, AssignmentStmt)
            and len(statement.lvalues) == 1
            and isinstance(target := statement.lvalues[0], NameExpr)
            and (value := dotted_name(statement.rvalue)) is not None
            and target.name not in MARKER_NAMES
            and bindings.is_imported(value)
            and bindings.is_marker(value)
        ):
            bindings.origins[target.name] = bindings.resolve(value)


def _is_foreign(origin: str) -> bool:
    return origin.partition(".")[0] in FOREIGN
