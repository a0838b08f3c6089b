"""Aliases with type variables, and where they are given types.

    Dep = Annotated[T, Depends(get_bread)]          def bake(bread: Dep[Bread]) -> None: ...

What is declared shows only where the alias is used; so each use gets a probe with the alias's
name, and the alias an entry in the ledger, for those of other modules.
"""

from collections.abc import Iterable, Mapping

from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    Context,
    Expression,
    IndexExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    RefExpr,
    TupleExpr,
    TypeAlias,
    TypeAliasStmt,
    TypeVarExpr,
)
from mypy.traverser import all_name_and_member_expressions
from mypy.types import Type, UnboundType

from mypy_plugin.names import FRAMEWORKS, LEDGER
from mypy_plugin.weaving.bindings import Bindings, dotted_name, is_installed
from mypy_plugin.weaving.evaluation import When, when_evaluated
from mypy_plugin.weaving.loom import Loom
from mypy_plugin.weaving.placing import placed
from mypy_plugin.weaving.sites import Question, Site
from mypy_plugin.weaving.statements import Owner, Place


class GenericAliases:
    """What the names of one module that are given types may stand for."""

    def __init__(
        self,
        bindings: Bindings,
        loom: Loom,
        owners: Iterable[tuple[Place, Owner]],
        *,
        is_lazy: bool,
        in_daemon: bool,
    ) -> None:
        self._bindings = bindings
        self._loom = loom
        self._is_lazy = is_lazy
        self._in_daemon = in_daemon
        self._variables = set[str]()
        self._own = set[str]()
        self._known: dict[str, bool] = {}
        for _, owner in owners:
            self._see(owner)

    def defined_by(self, owner: Owner) -> str | None:
        """Give the name of the alias with type variables that a statement may define."""
        match owner:
            case TypeAliasStmt():
                return owner.name.name if owner.type_args else None
            case AssignmentStmt(
                lvalues=[NameExpr(name=name)],
                rvalue=IndexExpr(index=TupleExpr(items=[declared, *_])),
            ):
                names, _ = all_name_and_member_expressions(declared)
                return name if any(self._is_variable(one.name) for one in names) else None
        return None

    def see_use(self, place: Place, owner: Owner, annotation: Type | None, site: Site) -> None:
        """See an annotation that may give types to an alias."""
        if isinstance(annotation, UnboundType) and annotation.args:
            is_text = self._bindings.lazy or annotation.original_str_expr is not None
            when = when_evaluated(owner, is_text=is_text, is_lazy=self._is_lazy)
            self._see_name(place, owner, annotation.name, annotation, site, when)

    def see_alias(self, place: Place, owner: Owner, value: IndexExpr, site: Site) -> None:
        """See an alias that may give types to another."""
        when = when_evaluated(owner, is_text=False, is_lazy=False)
        self._see_name(place, owner, dotted_name(value.base) or "", value, site, when)

    def _see_name(
        self, place: Place, owner: Owner, name: str, used: Context, site: Site, when: When
    ) -> None:
        if self._may_be(name):
            asked = _reference(name, used)
            site = site._replace(question=Question.ALIAS)
            self._loom.put(place, owner, asked, site, when)

    def _may_be(self, name: str) -> bool:
        """Tell whether a name may be that of an alias with type variables and a marker."""
        if name in self._own:
            return True
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._may_be_imported(name)
        return known

    def _see(self, owner: Owner) -> None:
        """Note what a statement of the module may define."""
        if isinstance(owner, TypeAliasStmt) and owner.type_args:
            self._own.add(owner.name.name)
        if not isinstance(owner, AssignmentStmt) or not isinstance(owner.lvalues[0], NameExpr):
            return
        match owner.rvalue:
            case CallExpr(callee=callee) if (dotted_name(callee) or "").endswith("TypeVar"):
                self._variables.add(owner.lvalues[0].name)
            case IndexExpr(base=base):
                aliased = dotted_name(base) or ""
                if self._bindings.is_annotated(aliased) or self._may_be(aliased):
                    self._own.add(owner.lvalues[0].name)

    def _is_variable(self, name: str) -> bool:
        if name in self._variables:
            return True
        package, _, attribute = self._bindings.resolve(name).rpartition(".")
        return isinstance(_node(self._bindings.modules, package, attribute), TypeVarExpr)

    def _may_be_imported(self, name: str) -> bool:
        if not self._bindings.is_imported(name) or self._bindings.is_annotated(name):
            return False
        package, _, attribute = self._bindings.resolve(name).rpartition(".")
        module = self._bindings.modules.get(package)
        if module is None or package.partition(".")[0] in FRAMEWORKS:
            return False
        if is_installed(module) and LEDGER not in module.names:
            return False
        node = _node(self._bindings.modules, package, attribute)
        # In the daemon, what it is may change while this file stays as it is.
        return node is None or self._in_daemon or isinstance(node, TypeAlias)


def _node(modules: Mapping[str, MypyFile], package: str, name: str) -> object:
    module = modules.get(package)
    symbol = module.names.get(name) if module is not None else None
    return symbol.node if symbol is not None else None


def _reference(dotted: str, place: Context) -> RefExpr:
    """Give the expression that is this name."""
    holder, dot, name = dotted.rpartition(".")
    inner: Expression = _reference(holder, place) if dot else NameExpr(name)
    reference = MemberExpr(inner, name) if dot else inner
    assert isinstance(reference, RefExpr)
    return placed(reference, place)
