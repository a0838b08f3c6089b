"""What functions make: the one function that a factory, or a decorator, defines and returns.

It has no name that another module could say, so it is known by that of what makes it:
`shop.auth.require()`. Of a decorator with arguments that is `shop.retry()()`.
"""

from collections.abc import Iterator, Mapping, Sequence

from mypy.nodes import CallExpr, FuncDef, RefExpr
from mypy.traverser import all_return_statements

from mypy_plugin.dependants.definitions import Definition
from mypy_plugin.dependants.dependant import CALLED
from mypy_plugin.dependants.faults import Fault, Faults
from mypy_plugin.dependants.providers import Names
from mypy_plugin.names import LOCALS


def made_by_factories(definitions: Sequence[Definition], names: Names) -> dict[str, Definition]:
    """Give what the functions that return one function of their own give."""
    local = {
        d.fullname: d for d in definitions if LOCALS in d.fullname and isinstance(d.node, FuncDef)
    }
    around, made = {d.around for d in local.values()}, dict[str, Definition]()
    for definition in definitions if local else ():
        node = definition.node
        if definition.fullname not in around or not isinstance(node, FuncDef):
            continue
        returned = {
            None if statement.expr is None else names.provider(statement.expr)
            for statement in all_return_statements(node)
        }
        one = returned.pop() if len(returned) == 1 else None
        if one is not None and not one.called and one.fullname in local:
            made[definition.fullname + CALLED] = local[one.fullname]
    for name, d in list(made.items()):
        if (inner := made.get(d.fullname + CALLED)) is not None:
            made[name + CALLED] = inner
    return made


def faults_of_made(
    made: Mapping[str, Definition], definitions: Sequence[Definition], faults: Faults
) -> Iterator[tuple[str, list[Fault]]]:
    """Yield what is wrong with what is made, as far as nothing decorates it."""
    functions = {d.fullname: d.node for d in definitions if isinstance(d.node, FuncDef)}
    for name, d in made.items():
        if isinstance(d.node, FuncDef) and not d.decorators:
            told = faults.of_made(d.node, functions[d.around])
            if told:
                yield name, told


def wrappings(definition: Definition, names: Names) -> Iterator[Fault]:
    """Yield the functions that decorate a definition: they may hide its signature."""
    for decorator in definition.decorators:
        callee = decorator.callee if isinstance(decorator, CallExpr) else decorator
        if isinstance(callee, RefExpr) and isinstance(callee.node, FuncDef):
            provider = names.provider(decorator)
            if provider is not None:
                yield Fault("wrapped", (provider.fullname + CALLED * provider.called,))
