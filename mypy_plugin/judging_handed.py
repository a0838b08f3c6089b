"""Judge what is handed over to two parameters: FastAPI gives each thing of a connection once.

The last parameter of a kind gets it, those before it nothing; ours gives it to all.
"""

from collections.abc import Iterator

from mypy.nodes import Context, FuncDef

from mypy_plugin.dependants.dependant import Connection, Dependant
from mypy_plugin.judging import Judge
from mypy_plugin.rules.depends_connection import refuse_second


def judge_handed(
    judge: Judge, name: str, function: FuncDef, dependant: Dependant, place: Context | None
) -> None:
    """Judge a callable that FastAPI calls: at the parameter without a value, or at `place`."""
    for given, last in _in_vain(dependant.connections):
        if not given.has_default:
            slot = function.arg_names.index(given.parameter)
            context = function.arguments[slot] if place is None else place
            judge.report_all(context, refuse_second(name, given, last))


def _in_vain(connections: tuple[Connection, ...]) -> Iterator[tuple[Connection, Connection]]:
    """Yield each that gets nothing, with the one that gets it instead."""
    last = {connection.kind: connection for connection in connections}
    for connection in connections if len(last) < len(connections) else ():
        if last[connection.kind] is not connection:
            yield connection, last[connection.kind]
