"""Judge an alias with type variables where it is given types: only there it shows what is declared.

FastAPI takes a `type` statement that is given types for a type like any other.

The provider stands in the alias, in this module or in another, whose ledger tells what it provides.
"""

from collections.abc import Iterator

from mypy.nodes import CallExpr, Expression, FuncDef, RefExpr, TypeAlias
from mypy.types import Type, TypeAliasType

from mypy_plugin.dependants.edges import settled
from mypy_plugin.judging import Judge
from mypy_plugin.judging_called import judge_declared
from mypy_plugin.judging_edges import judge_edge
from mypy_plugin.ledger import provided_type, recall
from mypy_plugin.markers import is_marker_call, provider_of
from mypy_plugin.rechecking import recheck_on, rest_on
from mypy_plugin.rules.depends_annotation import refuse_generic_alias
from mypy_plugin.rules.depends_type import fits
from mypy_plugin.types.origin import name_of
from mypy_plugin.types.provided import Provision
from mypy_plugin.weaving.sites import Question, Site
from mypy_plugin.weaving.statements import Position

_DEEPEST = 20


def judge_generic_alias(judge: Judge, asked: Expression, site: Site) -> None:
    """Judge what the marker of an alias provides against what its types make of the alias."""
    declaration = judge.declaration(site)
    if declaration is None:
        return
    _judge_statement(judge, asked, site)
    _judge_bare(judge, asked, declaration.type)
    for alias in _aliases(asked):
        name, found = _provided(judge, alias, declaration.type)
        if found:
            # What fits with no types at all is told where the alias is made.
            if any(fits(reading.type, alias.target) for reading in found):
                judge.judge(asked, declaration, name, found)
            return


def _judge_statement(judge: Judge, asked: Expression, site: Site) -> None:
    """Judge a parameter whose alias is a `type` statement: FastAPI does not see its marker."""
    function = judge.owners.get(site.owner)
    if not isinstance(function, FuncDef) or site.slot is None:
        return
    aliases = list(_aliases(asked))
    said = next((one for one in aliases if judge.dependants.is_statement(one.fullname)), None)
    if said is None:
        return
    edges = (judge.dependants.edge_held(alias.fullname) for alias in aliases)
    if any(edge is not None and edge.family == "fastapi" for edge in edges):
        argument = function.arguments[site.slot]
        of_class = function.name in ("__init__", "__new__")
        name = function.info.name if of_class else function.name
        told = refuse_generic_alias(name, argument.variable.name, said.name)
        judge.report_all(argument, told)


def _judge_bare(judge: Judge, asked: Expression, declared: Type) -> None:
    """Judge the class that runs where the marker of an alias names no provider."""
    edges = (judge.dependants.edge_held(alias.fullname) for alias in _aliases(asked))
    edge = next((edge for edge in edges if edge is not None), None)
    found = None if edge is None else settled(edge, declared)
    if edge is not None and found is not None and found is not edge:
        position = asked.line, asked.column
        judge.report_all(asked, judge_edge(judge.dependants, found._replace(position=position)))
        if _is_first(judge, asked, declared):
            judge_declared(judge, asked, declared, of_fastapi=edge.family == "fastapi")


def _is_first(judge: Judge, asked: Expression, declared: Type) -> bool:
    """Tell whether no alias of the module is given this type before."""
    for probe, site in judge.woven.sites.items():
        if site.question is Question.ALIAS:
            declaration = judge.declaration(site)
            if declaration is not None and declaration.type == declared:
                return probe.args[0] is asked
    return True


def _aliases(asked: Expression) -> Iterator[TypeAlias]:
    """Yield the generic alias that is asked about, and those it is made of."""
    node = asked.node if isinstance(asked, RefExpr) else None
    for _ in range(_DEEPEST):
        if not isinstance(node, TypeAlias) or not node.alias_tvars:
            return
        yield node
        node = node.target.alias if isinstance(node.target, TypeAliasType) else None


def _provided(judge: Judge, alias: TypeAlias, declared: Type) -> tuple[str, list[Provision]]:
    """Give what the marker of an alias provides, and the name of its provider."""
    checker = judge.checker
    path = alias.fullname.removeprefix(f"{alias.module}.")
    if alias.module != checker.tree.fullname:
        remembered = provided_type(recall(checker, alias))
        found = [] if remembered is None else [Provision(remembered, "function")]
        edge = judge.dependants.edge_held(alias.fullname)
        provider = edge.provider if edge is not None else None
        return path if provider is None else provider.name, found
    recheck_on(checker, alias.module, path)
    marker = _marker_at(judge, (alias.line, alias.column))
    expression = provider_of(marker) if marker is not None else None
    if expression is None:
        return path, []
    found = judge.readings(expression, declared)
    rest_on(checker, expression, [reading.type for reading in found])
    return name_of(expression), found


def _marker_at(judge: Judge, owner: Position) -> CallExpr | None:
    """Give the marker of an alias that the module being checked makes at a place."""
    for probe, site in judge.woven.sites.items():
        asked = probe.args[0]
        if site == Site(Question.MARKER, owner) and is_marker_call(asked):
            return asked if isinstance(asked, CallExpr) else None
    return None
