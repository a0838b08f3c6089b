"""Judge one dependency by what lies below its provider, in whatever module that is.

A finding stands at the marker whose provider is the holder, or closes the circle.
"""

from collections.abc import Iterator

from mypy.nodes import FuncDef

from mypy_plugin.dependants.circles import circle_through
from mypy_plugin.dependants.definitions import Definition
from mypy_plugin.dependants.dependant import Edge
from mypy_plugin.dependants.lifetimes import held_by, lifetime_of, may_outlive, request_values
from mypy_plugin.dependants.lookup import Dependants
from mypy_plugin.names import LOCALS
from mypy_plugin.rules.depends_cycle import check_cycle
from mypy_plugin.rules.depends_marker import refuse_scopes
from mypy_plugin.rules.depends_scope import check_scope
from mypy_plugin.rules.finding import Finding
from typed_depends.chain import Link


def judge_edge(dependants: Dependants, edge: Edge) -> Iterator[Finding]:
    """Yield what is wrong below the provider of `edge`."""
    found = dependants.of(edge.provider) if edge.provider is not None else None
    if found is None or edge.provider is None:
        return
    if edge.oauth_scopes and not dependants.receive_scopes(found):
        yield from refuse_scopes(found.name, edge.oauth_scopes)
    owner = dependants.owner_of(edge)
    lifetime = lifetime_of(edge, found)
    if may_outlive(lifetime, dependants.scopes_below(edge.provider)):
        yield from check_scope(
            _link_of(owner),
            Link(found.name, lifetime, found.fullname),
            held_by(dependants, found),
            request_values(dependants, found),
        )
    if owner is not None:
        is_function = isinstance(owner.node, FuncDef)
        dependant = owner.around if owner.in_class and not is_function else owner.fullname
        holder = None if is_function or owner.in_class else owner.fullname
        yield from check_cycle(circle_through(dependants, _constructed(dependant), edge, holder))


def _link_of(owner: Definition | None) -> tuple[Link, ...]:
    """Name the function that asks; an alias or a variable asks for nothing itself."""
    if owner is None or not isinstance(owner.node, FuncDef):
        return ()
    fullname = _constructed(owner.fullname)
    return (Link(fullname.rpartition(".")[2], where=fullname),)


def _constructed(fullname: str) -> str:
    """Give the class whose constructor this is, or the name itself."""
    around, _, name = fullname.rpartition(".")
    return around if name in ("__init__", "__new__") and not around.endswith(LOCALS) else fullname
