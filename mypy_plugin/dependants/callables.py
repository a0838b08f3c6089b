"""Which function runs when a provider is called, and what that asks for.

A provider may be a function, a class, an instance with `__call__`, what a factory made of it,
or a variable that holds any of these. Where a decorator or a metaclass may have put something
else in its place, nothing is known.
"""

from collections.abc import Sequence

from mypy.checker import TypeChecker
from mypy.nodes import (
    Decorator,
    FuncDef,
    OverloadedFuncDef,
    SymbolNode,
    TypeAlias,
    TypeInfo,
    Var,
)
from mypy.types import CallableType, Instance, ProperType, get_proper_type

from mypy_plugin.dependants.assembly import DEEPEST, NOTHING, Assembly
from mypy_plugin.dependants.dependant import CALLED, Dependant, Provider
from mypy_plugin.dependants.parameters import PARTIAL, is_partial
from mypy_plugin.dependants.read import AMBIGUOUS
from mypy_plugin.dependants.record import Record, together
from mypy_plugin.names import LOCALS, SECURITY_BASES
from mypy_plugin.rechecking import recheck_on
from mypy_plugin.types.called import called_node, function_behind, hides_call
from mypy_plugin.types.provided import module_of
from mypy_plugin.types.variables import class_bound


class Callables:
    """Finds what providers ask for, as the module being checked sees them."""

    def __init__(self, checker: TypeChecker, assembly: Assembly) -> None:
        self.checker = checker
        self._assembly = assembly

    def of(self, provider: Provider, steps: int = DEEPEST) -> Dependant | None:
        if steps == 0:
            return None
        module = module_of(self.checker, provider.fullname)
        if not module:
            return None
        if LOCALS in provider.fullname:
            return None if provider.called else self._assembly.local(module, provider.fullname)
        path = provider.fullname[len(module) + 1 :]
        recheck_on(self.checker, module, path)
        node = self.node(module, path)
        if not provider.called:
            return self._of_node(node, provider, steps)
        match node:
            case TypeInfo():
                return self._call_of(node, provider)
            case FuncDef() | Decorator():
                made = self._assembly.local(module, node.fullname + CALLED)
                return made or self._instance(_returned(node), provider)
            case Var():
                return self._instance(_called(get_proper_type(node.type)), provider)
        return None

    def _of_node(self, node: SymbolNode | None, provider: Provider, steps: int) -> Dependant | None:
        match node:
            case FuncDef() | Decorator() | OverloadedFuncDef():
                return self._of_callable(node, provider)
            case TypeInfo():
                return self._of_class(node, provider)
            case TypeAlias():
                return self._instance_class(node, provider)
            case Var():
                held = get_proper_type(node.type)
                if isinstance(held, Instance) and not is_partial(held):
                    return self._instance(held, provider)
                made = self._made(node) if held is None else None
                if made is not None and made.fullname != PARTIAL:
                    return self._call_of(made, provider)
                record = self._assembly.record(
                    module_of(self.checker, node.fullname), node.fullname
                )
                if record is not None and record.stands_for is not None:
                    found = self.of(record.stands_for, steps - 1)
                    return found and self.given_by_name(found, record.stands_for.given)
        return None

    def given_by_name(self, dependant: Dependant, given: Sequence[str]) -> Dependant:
        """Give what `functools.partial` has filled by name its value as a default.

        The parameters stay, and what stands in their `Annotated` still counts; a marker that
        was the default does not.
        """
        if not given:
            return dependant
        function = self.function_of(dependant)
        marked = _defaults(function) if function is not None else given
        return dependant._replace(
            edges=tuple(
                edge
                for edge in dependant.edges
                if edge.parameter not in given or edge.parameter not in marked
            ),
            values=tuple(
                value._replace(has_default=True) if value.parameter in given else value
                for value in dependant.values
            ),
        )

    def function_of(self, dependant: Dependant) -> FuncDef | None:
        """Give the function that runs when a dependant is called."""
        module = module_of(self.checker, dependant.fullname)
        path = dependant.fullname[len(module) + 1 :]
        called = called_node(self.checker, self.node(module, path)) if module else None
        return called.function if called is not None else None

    def _made(self, variable: Var) -> TypeInfo | None:
        """Give the class of an instance in the same import cycle, as far as syntax tells."""
        module = self.checker.modules.get(module_of(self.checker, variable.fullname))
        return class_bound(variable, module.defs) if module is not None else None

    def _instance_class(self, alias: TypeAlias, provider: Provider) -> Dependant | None:
        target = get_proper_type(alias.target)
        return self._of_class(target.type, provider) if isinstance(target, Instance) else None

    def _of_callable(
        self, node: FuncDef | Decorator | OverloadedFuncDef, provider: Provider
    ) -> Dependant | None:
        function = function_behind(node)
        if function is None:
            return None
        module = module_of(self.checker, function.fullname)
        record = self._assembly.record(module, function.fullname) or NOTHING
        if record == AMBIGUOUS:
            return None
        is_bound = is_bound_by(function, provider)
        found = self._assembly.assembled(function, record, function.fullname, is_bound=is_bound)
        return found and _without_filled(found, function, provider.filled + is_bound)

    def _of_class(self, info: TypeInfo, provider: Provider) -> Dependant | None:
        """Read the constructor; a generated one asks for what the fields are marked with."""
        if info.fallback_to_any or _is_made_by_metaclass(info):
            return None
        symbol = next(
            (
                found
                for name in ("__init__", "__new__")
                if (found := info.get(name)) is not None
                and isinstance(found.node, FuncDef)
                and found.node.info.fullname != "builtins.object"
            ),
            None,
        )
        if symbol is None:
            return Dependant(info.fullname, info.name, "class")
        init = symbol.node
        if not isinstance(init, FuncDef):
            return None
        module = module_of(self.checker, init.fullname)
        recheck_on(self.checker, module, init.fullname[len(module) + 1 :])
        if symbol.plugin_generated or init.info.is_named_tuple:
            record = self._fields(info)
        else:
            record = self._assembly.record(module, init.fullname) or NOTHING
        assembled = self._assembly.assembled(init, record, info.fullname, is_bound=True)
        if assembled is None:
            return None
        assembled = _without_filled(assembled, init, provider.filled + 1)
        return assembled._replace(name=info.name, kind="class")

    def _fields(self, info: TypeInfo) -> Record:
        fields = NOTHING
        for base in reversed(info.mro):
            record = self._assembly.record(base.module_name, base.fullname)
            fields = together(fields, record) if record else fields
        return fields

    def _instance(self, instance: ProperType | None, provider: Provider) -> Dependant | None:
        return self._call_of(instance.type, provider) if isinstance(instance, Instance) else None

    def _call_of(self, info: TypeInfo, provider: Provider) -> Dependant | None:
        """Read what an instance of a class asks for when it is called."""
        if hides_call(info):
            return None
        for base in info.mro[:-1]:
            path = base.fullname[len(base.module_name) + 1 :]
            recheck_on(self.checker, base.module_name, f"{path}.__call__")
        symbol = info.get("__call__")
        if symbol is None or not isinstance(symbol.node, FuncDef | Decorator):
            return None
        found = self._of_callable(symbol.node, provider._replace(bound=True, called=False))
        is_scheme = any(base.fullname in SECURITY_BASES for base in info.mro)
        return found and found._replace(name=info.name, is_scheme=is_scheme)

    def node(self, module: str, path: str) -> SymbolNode | None:
        """Give what stands at a path of names in a module, through classes and instances."""
        tree = self.checker.modules[module]
        first, *rest = path.split(".")
        symbol = tree.names.get(first)
        for name in rest:
            node = symbol.node if symbol is not None else None
            if isinstance(node, Var):
                held = get_proper_type(node.type)
                node = held.type if isinstance(held, Instance) else None
            symbol = node.get(name) if isinstance(node, TypeInfo) else None
        return symbol.node if symbol is not None else None


def is_bound_by(function: FuncDef, provider: Provider) -> bool:
    """Tell whether the first parameter of a method is filled."""
    return bool(function.info) and (
        (provider.bound and not function.is_static) or function.is_class
    )


def _is_made_by_metaclass(info: TypeInfo) -> bool:
    """Tell whether calling a class is something else than making an instance."""
    meta = info.metaclass_type
    call = meta.type.get("__call__") if meta is not None else None
    return call is not None and call.fullname != "builtins.type.__call__"


def _returned(node: FuncDef | Decorator) -> ProperType | None:
    function = function_behind(node)
    return None if function is None else _called(function.type)


def _called(held: ProperType | None) -> ProperType | None:
    return get_proper_type(held.ret_type) if isinstance(held, CallableType) else None


def _defaults(function: FuncDef) -> list[str | None]:
    """Name the parameters that have a default."""
    named = zip(function.arg_names, function.arg_kinds, strict=True)
    return [name for name, kind in named if kind.is_optional()]


def _without_filled(dependant: Dependant, function: FuncDef, filled: int) -> Dependant:
    """Leave out the first parameters, which are filled by position."""
    if not filled:
        return dependant
    names = function.arg_names[:filled]
    return dependant._replace(
        edges=tuple(edge for edge in dependant.edges if edge.parameter not in names),
        connections=tuple(c for c in dependant.connections if c.parameter not in names),
        values=tuple(value for value in dependant.values if value.parameter not in names),
    )
