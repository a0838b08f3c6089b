"""Judge a function of another module by what that module tells of it.

Its body and its annotations are not in mypy's cache, so its own module keeps their faults.
"""

from collections.abc import Iterator

from mypy.nodes import Context

from mypy_plugin.dependants.dependant import CALLED, Dependant
from mypy_plugin.dependants.faults import Fault
from mypy_plugin.dependants.told import Wrapping
from mypy_plugin.judging import Judge
from mypy_plugin.names import LOCALS
from mypy_plugin.rules.depends_annotation import check_annotation, refuse_blinding
from mypy_plugin.rules.depends_parameter import Asked, check_parameter
from mypy_plugin.rules.depends_yield import check_again, check_never, check_swallowed
from mypy_plugin.rules.finding import Finding
from mypy_plugin.types.called import Called
from mypy_plugin.types.origin import defined_at, place_of


def judge_faults(
    judge: Judge, called: Called, name: str, asked: Context, *, of_fastapi: bool
) -> None:
    """Judge a function of another module by what that tells of it."""
    function = called.function
    filled = _positional_and_filled(called)
    for fault in judge.dependants.told.faults(function.fullname):
        if fault.kind == "positional" and filled:
            filled -= 1
            continue
        if fault.kind == "blinds" and not of_fastapi:
            continue
        if fault.kind == "lost" and fault.words[0] in function.arg_names[: called.bound]:
            continue
        defined = defined_at(judge.checker, function, judge.line_of)
        for finding in findings_of(name, fault):
            judge.report_all(asked, [finding._replace(path=defined or "")])


def judge_made(judge: Judge, made: Dependant, asked: Context) -> None:
    """Judge what a factory of another module makes."""
    factory = made.fullname.removesuffix(CALLED)
    place = place_of(judge.checker, f"{factory}.{LOCALS}.{made.name}", judge.line_of)
    defined = "" if place is None else f'"{made.name}" is defined at {place}'
    for fault in judge.dependants.told.faults(made.fullname):
        for finding in findings_of(made.name, fault):
            judge.report_all(asked, [finding._replace(path=defined)])


def judge_wrapping(judge: Judge, wrapping: Wrapping, function: str, place: Context) -> None:
    """Judge what stands in the place of a function, whose signature its decorator loses."""
    at = place_of(judge.checker, wrapping.decorator, judge.line_of)
    name = wrapping.decorator.rpartition(".")[2]
    defined = "" if at is None else f' ("{name}" is defined at {at})'
    path = f'"{name}" puts "{wrapping.name}" in the place of "{function}"{defined}'
    for fault in wrapping.faults:
        for finding in findings_of(wrapping.name, fault):
            judge.report_all(place, [finding._replace(path=path)])


def _positional_and_filled(called: Called) -> int:
    """Count the positional-only parameters, without a method's own, that are filled."""
    own = bool(called.function.info) and (
        not called.function.is_static or called.function.name == "__new__"
    )
    return called.function.arg_names[own : called.bound].count(None)


def findings_of(name: str, fault: Fault) -> Iterator[Finding]:
    """Yield what is to be said of a fault of the function or class with this name."""
    match fault:
        case Fault("never"):
            yield check_never(name)
        case Fault("again"):
            yield check_again(name)
        case Fault("keeps", (errors, by)):
            yield check_swallowed(name, errors, by)
        case Fault("positional", (parameter,)):
            yield from check_parameter(name, Asked(parameter, is_positional_only=True))
        case Fault("variadic", (parameter,)):
            yield from check_parameter(name, Asked(parameter, is_variadic=True))
        case Fault("lost", (parameter, annotation, missing)):
            yield from check_annotation(name, parameter, annotation, missing)
        case Fault("blinds", (parameter, missing)):
            yield from refuse_blinding(name, parameter, missing)
