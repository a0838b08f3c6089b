"""Judge a replacement: gather what both providers are, ask the rules, report.

The finding stands at the provider that is replaced. Where it says that something is no
provider at all, mypy's own finding about the same table would say it a second time.
"""

from collections.abc import Iterable, Iterator, Sequence

from mypy.messages import format_type
from mypy.nodes import (
    CallExpr,
    ConditionalExpr,
    Expression,
    FuncDef,
    IndexExpr,
    LambdaExpr,
    MemberExpr,
    RefExpr,
    TypeInfo,
)
from mypy.types import Instance, ProperType, Type

from mypy_plugin.applications.tables import Replacing
from mypy_plugin.dependants.dependant import CALLED, YIELDING, Dependant, Provider
from mypy_plugin.dependants.lifetimes import held_by
from mypy_plugin.judging import Judge
from mypy_plugin.judging_called import judge_named
from mypy_plugin.judging_held import Replaced
from mypy_plugin.judging_rerouted import misplaced_connections
from mypy_plugin.markers import is_marker_call
from mypy_plugin.rechecking import recheck_on_members
from mypy_plugin.report import report
from mypy_plugin.rules.depends_marker import refuse_abstract, refuse_manager
from mypy_plugin.rules.depends_override import (
    Party,
    check_held,
    check_parameters,
    check_replaced_type,
    refuse_arguments,
    refuse_copy,
    refuse_need,
    refuse_original,
    refuse_replacement,
)
from mypy_plugin.rules.finding import Finding
from mypy_plugin.types.fakes import is_a_nod
from mypy_plugin.types.inference import infer
from mypy_plugin.types.marker_call import is_abstract, is_generator, manager_function
from mypy_plugin.types.origin import describe, name_of, own_name
from mypy_plugin.types.parameters import is_surely_not_callable, needed_by_lambda, takes_anything
from mypy_plugin.types.provided import Provision
from mypy_plugin.types.signatures import without_signature
from typed_depends.placeholder import is_named_as_guard


def names_no_provider(judge: Judge, one: Replacing) -> bool:
    """Tell whether what is replaced, or what replaces it, cannot be called."""
    return any(
        _is_no_provider(side, infer(judge.checker, side))
        for side in (one.original, one.replacement)
    )


def _is_no_provider(side: Expression, held: ProperType) -> bool:
    """Tell whether an expression surely is nothing that can be called, as `Depends(f)` is not."""
    return is_surely_not_callable(held) or is_marker_call(side) or is_generator(side)


def judge_replacing(judge: Judge, one: Replacing) -> None:
    """Judge one replacement, and report what is wrong with it."""
    if isinstance(one.replacement, ConditionalExpr):
        for branch in (one.replacement.if_expr, one.replacement.else_expr):
            judge_replacing(judge, one._replace(replacement=branch))
        return
    if one.is_apart and names_no_provider(judge, one):
        return
    original, replacement = (
        infer(judge.checker, one.original),
        infer(judge.checker, one.replacement),
    )
    name, substitute = own_name(one.original), own_name(one.replacement)
    if _is_no_provider(one.original, original):
        called = _called(one.original)
        _tell(judge, one, refuse_original(_shown(judge, one.original, original), called))
        return
    if _is_no_provider(one.replacement, replacement):
        _tell(judge, one, refuse_replacement(name, _shown(judge, one.replacement, replacement)))
        return
    if cannot_provide := list(_refusals(judge, one.replacement)):
        judge.report_all(one.original, cannot_provide)
        return
    hidden = without_signature(judge.checker, one.replacement) is not None
    if not hidden and _takes_anything(judge, one.replacement, replacement):
        _tell(judge, one, refuse_arguments(name, substitute))
        return
    if _is_made_anew(judge, one.original):
        _tell(judge, one, refuse_copy(name))
        return
    provided = judge.readings(one.original, None)
    misfits: list[Finding] = []
    if provided:
        given = judge.readings(one.replacement, provided[0].type)
        parties = Party(name, _types(provided)), Party(substitute, _types(given))
        recheck_on_members(judge.checker, [*parties[0].provided, *parties[1].provided])
        if not _lets_pass(one.original, provided[0], parties[1].provided):
            misfits += check_replaced_type(*parties, judge.checker.options)
    unread = not hidden and _judge_dependants(judge, one, fits=not misfits)
    _tell(judge, one, misfits, provided)
    if not (misfits or unread):
        of_fastapi = isinstance(one.replacement, IndexExpr) and _is_of_fastapi(judge, one.original)
        judge_named(judge, one.original, one.replacement, of_fastapi=of_fastapi)


def _lets_pass(original: Expression, provision: Provision, given: Iterable[Type]) -> bool:
    """Tell whether a guard is replaced by one that provides no more than a nod."""
    behind = provision.of_instance.type if provision.of_instance else provision.definition
    return (
        isinstance(original, RefExpr)
        and behind is not None
        and is_named_as_guard(behind.name)
        and any(map(is_a_nod, given))
    )


def _takes_anything(judge: Judge, provider: Expression, held: ProperType) -> bool:
    """Tell whether a provider takes `*args` or `**kwargs`, by itself or by its decorator."""
    if takes_anything(judge.checker, provider, held):
        return True
    named = judge.dependants.names().provider(provider)
    if named is None or judge.dependants.decorated(named) is None:
        return False
    return judge.dependants.told.wrapping(named.fullname) is not None


def _refusals(judge: Judge, provider: Expression) -> Iterator[Finding]:
    """Yield why something that can be called cannot provide, whatever it stands for."""
    if is_abstract(judge.checker, provider):
        yield from refuse_abstract(own_name(provider))
    if (manager := manager_function(judge.checker, provider)) is not None:
        yield from refuse_manager(manager)


def _judge_dependants(judge: Judge, one: Replacing, *, fits: bool) -> bool:
    """Judge what the replacement asks for, as far as both sides are known; tell if it is wrong.

    What it holds is of interest only if it `fits` otherwise, as in the running program.
    """
    names, dependants = judge.dependants.names(), judge.dependants
    name, substitute = own_name(one.original), own_name(one.replacement)
    replaced = names.provider(one.original)
    by = names.provider(one.replacement) or _method(judge, one.replacement)
    original = dependants.of(replaced) if replaced is not None else None
    replacement = dependants.of(by) if by is not None else None
    if replaced is None or original is None:
        return False
    needed: Sequence[str] = ()
    if isinstance(one.replacement, LambdaExpr):
        needed = needed_by_lambda(one.replacement)
    elif replacement is not None:
        needed = [v.parameter for v in replacement.values if not (v.source or v.has_default)]
    unread: list[Finding] = []
    if needed:
        tree = dependants.sum_of(replaced)
        read = {value.parameter for value in tree.dependant.values} if tree is not None else set()
        needed = [p for p in needed if p in read or not dependants.told.is_placeholder(p)]
        unread += check_parameters(name, read, substitute, needed)
    _tell(judge, one, unread)
    if replacement is None:
        return bool(unread)
    for way, _ in dependants.below(replacement):
        if _is_same(way[-1].provider, replaced):
            _tell(judge, one, refuse_need(name, substitute))
            return True
    if not fits or unread:
        return bool(unread)
    found: list[Finding] = []
    is_lasting = _lives_for_the_request(original, replacement)
    if is_lasting:
        found += check_held(substitute, held_by(dependants, replacement))
    if not found:
        lasted = is_lasting and original.kind in YIELDING
        found += Replaced(dependants, replaced, substitute, replacement, lasted=lasted).misplaced()
    if not found and by is not None:
        found += misplaced_connections(dependants, replaced, by, replacement)
    _tell(judge, one, found)
    return bool(found)


def _method(judge: Judge, expression: Expression) -> Provider | None:
    """Give the method of an object that only its type makes known."""
    if not isinstance(expression, MemberExpr):
        return None
    held = infer(judge.checker, expression.expr)
    if not isinstance(held, Instance):
        return None
    return Provider(expression.name, f"{held.type.fullname}.{expression.name}", bound=True)


def _lives_for_the_request(original: Dependant, replacement: Dependant) -> bool:
    """Tell whether what a replacement gives must last for the whole request.

    Here it must if what it stands for does. FastAPI asks only whether what runs is a generator.
    """
    if replacement.kind in YIELDING:
        return True
    of_fastapi = any(edge.family == "fastapi" for edge in replacement.edges)
    return original.kind in YIELDING and not of_fastapi


def _is_made_anew(judge: Judge, original: Expression) -> bool:
    """Tell whether an expression surely makes a callable that stands in no `Depends(...)`.

    Overrides are found by `==`. A lambda, a `partial`, a function that a factory defines and
    an instance of a class without `__eq__` are equal to nothing but themselves.
    """
    match original:
        case LambdaExpr():
            return True
        case CallExpr(callee=RefExpr(fullname="functools.partial")):
            return True
        case CallExpr(callee=RefExpr(node=TypeInfo() as info)):
            makers = (info.get("__eq__"), info.get("__new__"))
            names = {found.fullname for found in makers if found is not None}
            return names <= {"builtins.object.__eq__", "builtins.object.__new__"} and not (
                info.fallback_to_any or info.metaclass_type or "dataclass" in info.metadata
            )
        case CallExpr(callee=RefExpr(node=FuncDef())):
            provider = judge.dependants.names().provider(original)
            found = judge.dependants.of(provider) if provider is not None else None
            return found is not None and found.fullname.endswith(CALLED)
    return False


def _is_of_fastapi(judge: Judge, original: Expression) -> bool:
    """Tell whether a marker of FastAPI asks for a provider, in a module in reach."""
    asked = judge.dependants.names().provider(original)
    return asked is not None and any(
        edge.family == "fastapi"
        for edge in judge.dependants.told.edges_in_reach()
        if edge.provider is not None and edge.provider.meant == asked.meant
    )


def _is_same(provider: Provider | None, replaced: Provider) -> bool:
    """Tell whether two providers surely are the same object: a call makes a new one."""
    return (
        provider is not None
        and provider.fullname == replaced.fullname
        and not any(one.called or one.given or one.filled for one in (provider, replaced))
    )


def _tell(
    judge: Judge,
    one: Replacing,
    findings: Iterable[Finding],
    original: list[Provision] | None = None,
) -> None:
    for finding in findings:
        told: tuple[str, ...] = ()
        if original and len({reading.definition for reading in original}) == 1:
            told = describe(
                judge.checker, original[0], finding.provided, judge.line_of, one.original
            )
        notes = (*told, *((finding.path,) if finding.path else ()), finding.remedy)
        report(judge.checker, one.original, finding.code, finding.message, notes)


def _types(readings: list[Provision]) -> list[Type]:
    return [reading.type for reading in readings]


def _called(expression: Expression) -> str | None:
    if not isinstance(expression, CallExpr) or is_marker_call(expression):
        return None
    return name_of(expression.callee)


def _shown(judge: Judge, expression: Expression, held: ProperType) -> str:
    """Show something that is no provider: what it is the result of, or its type."""
    called = _called(expression)
    if called is not None:
        return f"what {called}() returned"
    if is_marker_call(expression):
        return name_of(expression)
    return f"a {format_type(held, judge.checker.options)}"
