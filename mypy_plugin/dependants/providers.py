"""Which callable an expression means, by its full name; what the names mean to mypy.

Asks for no types, so the answer is the same before, while and after a module is checked.
"""

import builtins
from collections.abc import Iterator, Mapping
from typing import Final

from mypy.nodes import (
    LDEF,
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    IndexExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    OverloadedFuncDef,
    RefExpr,
    SymbolNode,
    TypeAlias,
    TypeInfo,
    Var,
)
from mypy.types import Instance, Type, TypeList, UnboundType, UnionType, get_proper_type

from mypy_plugin.dependants.dependant import Provider
from mypy_plugin.names import FRAMEWORKS
from mypy_plugin.types.origin import name_of
from mypy_plugin.weaving.statements import Position

_STANDARD: Final = frozenset({"builtins", "collections", "typing", "typing_extensions"})


def is_of_typing(alias: TypeAlias | Var) -> bool:
    """Tell whether an alias says no more than its target, as `typing.List` does."""
    return alias.fullname.partition(".")[0] in _STANDARD


class Names:
    """What expressions of one tree name.

    `local` are the functions and variables in its functions, `inner_aliases` the aliases with
    markers in its functions and classes, by all that they stand in; `modules` are all there are.
    """

    def __init__(
        self,
        tree: MypyFile,
        local: Mapping[Position, str],
        inner_aliases: Mapping[str, str],
        modules: Mapping[str, MypyFile],
    ) -> None:
        self.tree = tree
        self.local = local
        self.inner_aliases = inner_aliases
        self.modules = modules

    def provider(self, expression: Expression) -> Provider | None:
        """Give the callable `expression` is; None where that cannot be told."""
        match expression:
            case NameExpr():
                return self.named(self.node(expression), name_of(expression))
            case MemberExpr():
                return self.named(self.node(expression), name_of(expression)) or self._attribute(
                    expression
                )
            case IndexExpr():
                return self.provider(expression.base)
            case CallExpr():
                return self._called(expression)
        return None

    def variable(self, expression: Expression) -> str | None:
        """Give the full name of the variable `expression` is, if it has one."""
        node = self.node(expression) if isinstance(expression, RefExpr) else None
        if not isinstance(node, Var) or node.fullname.partition(".")[0] == "builtins":
            return None
        if "." in node.fullname:
            return node.fullname
        return self.local.get((node.line, node.column))

    def alias(self, annotation: Type | None, within: str) -> str | None:
        """Give the full name of the alias an annotation is, `within` all that it stands in."""
        if not isinstance(annotation, UnboundType):
            return None
        name = annotation.name
        if name.rpartition(".")[2] == "Annotated":
            return self.alias(annotation.args[0], within) if annotation.args else None
        scope = within if self.inner_aliases else self.tree.fullname
        while scope != self.tree.fullname:
            scope = scope.rpartition(".")[0]
            if inner := self.inner_aliases.get(f"{scope}.{name}"):
                return inner
        return self.alias_node(self._symbol(name))

    def alias_node(self, node: SymbolNode | None) -> str | None:
        """Give the full name of an alias that a user may have written."""
        is_alias = isinstance(node, TypeAlias) and "." in node.fullname
        if node is None or not is_alias or node.fullname.partition(".")[0] in FRAMEWORKS:
            return None
        return node.fullname

    def buried(self, annotation: Type | None, within: str) -> Iterator[str]:
        """Yield the aliases within an annotation that is another type around them."""
        match annotation:
            case UnboundType(args=inner):
                if annotation.name.endswith("Annotated"):
                    yield from self.buried(inner[0], within) if inner else ()
                    return
                if annotation.name.endswith("Literal"):
                    return
            case UnionType(items=inner):
                pass
            case _:
                return
        for item in inner:
            if alias := self.alias(item, within):
                yield alias
            yield from self.buried(item, within)

    def says_more(self, annotation: Type | None, markers: int) -> bool:
        """Tell whether an annotation, as it is written, may say more than its type and `markers`.

        It has metadata, or names an alias: of most of these mypy's type has only the target.
        """
        match annotation:
            case UnboundType(args=inner):
                if not annotation.name.endswith("Annotated"):
                    return self._hides(annotation.name) or any(self.says_more(a, 0) for a in inner)
                return len(inner) != markers + 1 or self.says_more(inner[0], 0)
            case UnionType(items=inner) | TypeList(items=inner):
                return any(self.says_more(item, 0) for item in inner)
        return False

    def _hides(self, name: str) -> bool:
        """Tell whether a name in an annotation may be that of an alias, as a variable may be."""
        node = self._symbol(name)
        if node is None:
            return not hasattr(builtins, name)
        return isinstance(node, Var | TypeAlias) and not is_of_typing(node)

    def _symbol(self, dotted: str) -> SymbolNode | None:
        head, dot, rest = dotted.partition(".")
        symbol = self.tree.names.get(head)
        node = symbol.node if symbol is not None else None
        for name in rest.split(".") if dot else ():
            symbol = node.names.get(name) if isinstance(node, MypyFile | TypeInfo) else None
            if symbol is None and isinstance(node, MypyFile):
                node = self.modules.get(f"{node.fullname}.{name}")  # of `import shop.db`
            else:
                node = symbol.node if symbol is not None else None
        return node

    def node(self, expression: RefExpr) -> SymbolNode | None:
        """Give what a name stands for, by the module's symbols as they are now."""
        if isinstance(expression, NameExpr) and expression.kind != LDEF:
            symbol = self.tree.names.get(expression.name)
            if symbol is not None and symbol.node is not None:
                return symbol.node
        if isinstance(expression, MemberExpr) and isinstance(expression.expr, RefExpr):
            module = expression.expr.node
            if isinstance(module, MypyFile):
                symbol = module.names.get(expression.name)
                return symbol.node if symbol is not None else None
        return expression.node

    def named(self, node: SymbolNode | None, name: str) -> Provider | None:
        """Give the callable a node is, under the name it was asked for by."""
        match node:
            case FuncDef() | Decorator() | OverloadedFuncDef():
                function = node.func if isinstance(node, Decorator) else node
                fullname = self.local.get((function.line, function.column), node.fullname)
                return Provider(name, fullname) if "." in fullname else None
            case TypeInfo():
                return Provider(name, node.fullname)
            case TypeAlias():
                target = get_proper_type(node.target)
                return (
                    Provider(name, target.type.fullname) if isinstance(target, Instance) else None
                )
            case Var():
                return Provider(name, node.fullname) if "." in node.fullname else None
        return None

    def _attribute(self, expression: MemberExpr) -> Provider | None:
        """Read `Class.method`, `instance.method`, `self.method`, `Class().method`."""
        holder = expression.expr
        name = expression.name
        if isinstance(holder, NameExpr):
            node = self.node(holder)
            if isinstance(node, Var) and (node.is_self or node.is_cls):
                instance = get_proper_type(node.type)
                if not isinstance(instance, Instance):
                    return None
                return Provider(name, f"{instance.type.fullname}.{expression.name}", bound=True)
            if isinstance(node, TypeInfo):
                return Provider(name, f"{node.fullname}.{expression.name}")
        inner = self.provider(holder)
        if inner is None or inner.given or inner.filled:
            return None
        return Provider(name, f"{inner.fullname}.{expression.name}", bound=True)

    def _called(self, call: CallExpr) -> Provider | None:
        """Read `Class(...)` and `factory(...)`, and `f` of `partial(f, ...)`."""
        callee = call.callee
        if isinstance(callee, RefExpr) and callee.fullname == "functools.partial" and call.args:
            inner = self.provider(call.args[0])
            given = tuple(name for name in call.arg_names[1:] if name is not None)
            kinds = call.arg_kinds[1:]
            if inner is None or inner.given or inner.filled or any(k.is_star() for k in kinds):
                return None
            filled = len(kinds) - len(given)
            return inner._replace(name=name_of(call), given=given, filled=filled)
        inner = self.provider(callee)
        if inner is None or inner.called or inner.given or inner.filled:
            return None
        return inner._replace(name=name_of(call), called=True)
