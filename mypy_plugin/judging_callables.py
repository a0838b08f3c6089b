"""Judge what runs when a provider or an endpoint is called: its signature and its body.

A function of the module being checked is judged at its own lines. One of another module
is judged at the marker that asks for it, unless its own module asks for it as well and
has judged it there.
"""

from collections.abc import Callable, Iterator
from functools import partial

from mypy.messages import format_type_bare
from mypy.nodes import (
    ARG_STAR2,
    Argument,
    CallExpr,
    Context,
    Expression,
    FuncDef,
    MypyFile,
)

from mypy_plugin.dependants.dependant import CALLED, Dependant, Provider, Value
from mypy_plugin.dependants.parameters import connection_kind
from mypy_plugin.judging import Judge
from mypy_plugin.judging_bodies import judge_body
from mypy_plugin.judging_faults import judge_faults, judge_made, judge_wrapping
from mypy_plugin.judging_fields import judge_fields
from mypy_plugin.judging_handed import judge_handed
from mypy_plugin.judging_metadata import may_say_more
from mypy_plugin.markers import family_of
from mypy_plugin.rules.depends_annotation import (
    check_annotation,
    refuse_blinding,
    refuse_buried,
)
from mypy_plugin.rules.depends_marker import check_source
from mypy_plugin.rules.depends_parameter import (
    Asked,
    check_parameter,
    refuse_query,
)
from mypy_plugin.rules.depends_untyped import check_untyped
from mypy_plugin.types.beside import may_be_marked, without_probe
from mypy_plugin.types.blinding import blinding
from mypy_plugin.types.called import Called, called_by
from mypy_plugin.types.carried import is_no_query
from mypy_plugin.types.provided import home_of, module_of
from mypy_plugin.types.runtime_names import is_a_string, lost_name, shown
from mypy_plugin.types.signatures import may_be_replaced
from mypy_plugin.weaving.sites import Site


def judge_provider(
    judge: Judge, asked: Context, called: Called | None, named: Provider | None
) -> None:
    """Judge what runs when a provider is called, where it is defined or at its marker."""
    dependant = judge.dependants.of(named) if named is not None else None
    if named is not None and _is_wrapped(judge, named, asked):
        return
    if called is None and dependant is not None:
        called = _made_here(judge, dependant)
    of_fastapi = isinstance(asked, CallExpr) and family_of(asked) == "fastapi"
    if called is None:
        if named is not None and dependant is not None:
            _judge_without_function(judge, dependant, named, asked, of_fastapi=of_fastapi)
        return
    if _is_here(judge, called.function):
        name = _shown(called.function, dependant)
        _judge_parameters(judge, called, dependant, None)
        if dependant is not None and of_fastapi:
            judge_handed(judge, name, called.function, dependant, None)
        _judge_annotations(judge, called.function, name, called.bound)
        if of_fastapi:
            _judge_blinding(judge, called, name)
        judge.judge_defaults(called.function)
        judge_body(judge, called.function, name)
        _judge_return(judge, called.function, called.function)
    elif named is None or (
        judge.tells_at(named, asked) and not _is_told_at_home(judge, named, called.function)
    ):
        work = partial(_judge_elsewhere, judge, called, dependant, asked, of_fastapi=of_fastapi)
        if called.function.name == "__call__" and dependant is not None:
            _judge_once(judge, dependant, asked, work)
        else:
            work()


def _judge_without_function(
    judge: Judge, dependant: Dependant, named: Provider, asked: Context, *, of_fastapi: bool
) -> None:
    """Judge a class made of its fields, or what a factory of another module makes."""
    if dependant.kind == "class":
        judge_fields(judge, dependant, named, asked, of_fastapi=of_fastapi)
    elif dependant.fullname.endswith(CALLED) and judge.tells_at(named, asked):
        _judge_once(judge, dependant, asked, partial(judge_made, judge, dependant, asked))


def _is_wrapped(judge: Judge, named: Provider, asked: Context) -> bool:
    """Judge a function in whose place another one stands; tell whether one does."""
    function = judge.dependants.decorated(named)
    if function is None or (wrapping := judge.dependants.told.wrapping(named.fullname)) is None:
        return False
    if _is_here(judge, function):
        judge_wrapping(judge, wrapping, function.name, function)
    elif judge.tells_at(named, asked) and not _is_told_at_home(judge, named, function):
        judge_wrapping(judge, wrapping, function.name, asked)
    return True


def _judge_elsewhere(
    judge: Judge,
    called: Called,
    dependant: Dependant | None,
    asked: Context,
    *,
    of_fastapi: bool,
) -> None:
    """Judge a function of another module at the marker that asks for it."""
    _judge_parameters(judge, called, dependant, asked)
    if dependant is not None and of_fastapi:
        judge_handed(judge, _shown(called.function, dependant), called.function, dependant, asked)
    _judge_return(judge, called.function, asked)
    name = _shown(called.function, dependant)
    judge_faults(judge, called, name, asked, of_fastapi=of_fastapi)


def _judge_once(
    judge: Judge, dependant: Dependant, asked: Context, work: Callable[[], None]
) -> None:
    """Judge what several names may stand for at the first marker that asks for any of them."""
    place = asked.line, asked.column
    if judge.hears or (
        not judge.finds_nothing(work) and judge.dependants.is_first_to_call(dependant, place)
    ):
        work()


def _made_here(judge: Judge, dependant: Dependant) -> Called | None:
    """Give the function that a factory of the module being checked makes."""
    place = judge.dependants.made_at(dependant)
    function = judge.owners.get(place) if place is not None else None
    return Called(function) if isinstance(function, FuncDef) else None


def _is_told_at_home(judge: Judge, named: Provider, function: FuncDef) -> bool:
    """Tell whether the module of a function asks for it as well.

    An instance that is made here is of no interest there; its class may be.
    """
    if module_of(judge.checker, named.fullname) == judge.checker.tree.fullname:
        of_class = function.info.fullname if function.info else function.fullname
        named = Provider(named.name, of_class, called=function.name == "__call__")
    return judge.dependants.told.is_asked_for_at_home(named)


def judge_endpoint(judge: Judge, endpoint: FuncDef, dependant: Dependant | None) -> None:
    """Judge an endpoint of the module being checked, and what it was read as."""
    is_method = bool(endpoint.info) and not endpoint.is_static
    _judge_parameters(judge, Called(endpoint, int(is_method)), dependant, None)
    _judge_annotations(judge, endpoint, endpoint.name)
    judge.judge_defaults(endpoint)


def judge_named_endpoint(judge: Judge, named: Expression, dependant: Dependant | None) -> None:
    """Judge an endpoint that is handed over by its name, where it is defined or there."""
    called = called_by(judge.checker, named)
    if called is not None and _is_here(judge, called.function):
        _judge_parameters(judge, called, dependant, None)
        _judge_annotations(judge, called.function, _shown(called.function, dependant))
        judge.judge_defaults(called.function)
    elif called is not None:
        _judge_parameters(judge, called, dependant, named)


def _judge_parameters(
    judge: Judge, called: Called, dependant: Dependant | None, place: Context | None
) -> None:
    """Judge each parameter, at itself or at `place`."""
    name = _shown(called.function, dependant)
    for value in dependant.values if dependant is not None else ():
        if value.source is not None and value.parameter in called.function.arg_names:
            slot = called.function.arg_names.index(value.parameter)
            context = called.function.arguments[slot] if place is None else place
            judge.report_all(context, check_source(value, connection_kind(value.type)))
            _judge_query(judge, name, value, context)
        elif value.buries and value.parameter in called.function.arg_names:
            slot = called.function.arg_names.index(value.parameter)
            context = called.function.arguments[slot] if place is None else place
            judge.report_all(context, refuse_buried(name, value.parameter))
    asked_for = list(_parameters(judge, called, dependant))
    if not asked_for or may_be_replaced(called.function, _tree_of(judge, called.function)):
        return
    for slot, asked in asked_for:
        context = called.function.arguments[slot] if place is None else place
        judge.report_all(context, check_parameter(name, asked))


def _judge_query(judge: Judge, name: str, value: Value, place: Context) -> None:
    """Judge whether the query string can carry a parameter that is marked `Query()`."""
    if (
        value.source == "Query"
        and len(value.annotated) <= 1
        and value.type is not None
        and connection_kind(value.type) is None
        and is_no_query(value.type)
        and judge.is_readable(value.type)
    ):
        text = format_type_bare(value.type, judge.checker.options)
        judge.report_all(place, refuse_query(name, value.parameter, text))


def judge_annotation(judge: Judge, asked: Expression, site: Site) -> None:
    """Judge the annotation that a marker stands in."""
    function = judge.owners.get(site.owner)
    if isinstance(function, FuncDef) and site.slot is not None:
        argument = function.arguments[site.slot]
        if argument.initializer is None or without_probe(argument.initializer) is not asked:
            _judge_annotation(judge, function, argument, _shown(function), [asked])


def _judge_annotations(judge: Judge, function: FuncDef, name: str, filled: int = 0) -> None:
    """Judge the annotations of a function that have no marker of their own."""
    tree = judge.checker.tree
    for argument in function.arguments[filled:]:
        if is_a_string(tree, argument.type_annotation) and not may_be_marked(argument):
            _judge_annotation(judge, function, argument, name, [])


def _judge_annotation(
    judge: Judge, function: FuncDef, argument: Argument, name: str, markers: list[Expression]
) -> None:
    missing = lost_name(judge.checker.tree, function, argument, markers)
    if missing is not None:
        parameter, annotation = argument.variable.name, shown(argument.type_annotation)
        judge.report_all(argument, check_annotation(name, parameter, annotation, missing))


def _judge_blinding(judge: Judge, called: Called, name: str) -> None:
    """Judge whether FastAPI reads the annotations of what is no function at all."""
    function = called.function
    filled = called.bound if called.is_partial else None
    found = blinding(judge.checker.tree, function, filled)
    if found is not None:
        place = function if found.slot is None else function.arguments[found.slot]
        judge.report_all(place, refuse_blinding(name, found.parameter, found.missing))


def _judge_return(judge: Judge, function: FuncDef, place: Context) -> None:
    """Judge whether a provider says what it provides."""
    if function.name not in ("__init__", "__new__"):
        judge.report_all(place, check_untyped(_shown(function), function.type))


def _parameters(
    judge: Judge, called: Called, dependant: Dependant | None
) -> Iterator[tuple[int, Asked]]:
    function, checker = called.function, judge.checker
    is_here = _is_here(judge, function)
    values = {value.parameter: value for value in dependant.values} if dependant else {}
    lost = set() if is_here else _lost_elsewhere(judge, function)
    for slot in range(called.bound, len(function.arg_kinds)):
        kind, name = function.arg_kinds[slot], function.arg_names[slot]
        if kind.is_star():
            yield slot, Asked(f"{'**' if kind == ARG_STAR2 else '*'}{name}", is_variadic=True)
        elif is_here and _is_positional_only(function, slot):
            own = function.arguments[slot].variable.name
            yield slot, Asked(own, is_positional_only=True)
        elif (
            (value := values.get(name or "")) is not None
            and value.type is not None
            and len(value.annotated) <= 1
            and not judge.is_readable(value.type)
            and not may_say_more(judge, home_of(judge.checker, function), value)
            and name not in lost
            and not (is_here and lost_name(checker.tree, function, function.arguments[slot], ()))
        ):
            text = format_type_bare(value.type, checker.options)
            yield slot, Asked(value.parameter, unreadable=text)


def _lost_elsewhere(judge: Judge, function: FuncDef) -> set[str]:
    """Name the parameters of another module's function whose annotations are lost."""
    faults = judge.dependants.told.faults(function.fullname)
    return {fault.words[0] for fault in faults if fault.kind == "lost"}


def _shown(function: FuncDef, dependant: Dependant | None = None) -> str:
    """Name a function as the runtime does: a class by its own name, also if it inherits."""
    if function.name not in ("__init__", "__new__", "__call__"):
        return function.name
    return function.info.name if dependant is None else dependant.name


def _is_here(judge: Judge, function: FuncDef) -> bool:
    """Tell whether a function is of the module being checked: a local one has no module's name."""
    return home_of(judge.checker, function) == judge.checker.tree.fullname


def _tree_of(judge: Judge, function: FuncDef) -> MypyFile:
    return judge.checker.modules.get(home_of(judge.checker, function), judge.checker.tree)


def _is_positional_only(function: FuncDef, slot: int) -> bool:
    """Tell whether a parameter stands before a `/`; two underscores say so to mypy alone."""
    argument = function.arguments[slot]
    return argument.pos_only and not argument.variable.name.startswith("__")
