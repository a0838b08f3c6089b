"""Judge a replacement: gather what both providers are, ask the rules, report.

The finding stands at the provider that is replaced. Where it says that something is no
provider at all, mypy's own finding about the same table would say it a second time.
"""

from collections.abc import Iterator

from mypy.messages import format_type
from mypy.nodes import CallExpr, Expression
from mypy.types import ProperType, Type

from mypy_plugin.judging import Judge
from mypy_plugin.overriding import Replacing
from mypy_plugin.report import report
from mypy_plugin.rules.depends_override import (
    Party,
    check_parameters,
    check_replaced_type,
    refuse_arguments,
    refuse_original,
    refuse_replacement,
)
from mypy_plugin.rules.finding import Finding
from mypy_plugin.types.inference import infer
from mypy_plugin.types.origin import describe, name_of
from mypy_plugin.types.parameters import is_surely_not_callable, names_asked_by, wanted_by
from mypy_plugin.types.provided import Provision


def names_no_provider(judge: Judge, one: Replacing) -> bool:
    """Tell whether what is replaced, or what replaces it, cannot be called."""
    sides = (one.original, one.replacement)
    return any(is_surely_not_callable(infer(judge.checker, side)) for side in sides)


def judge_replacing(judge: Judge, one: Replacing) -> None:
    """Judge one replacement, and report what is wrong with it."""
    original, replacement = (
        infer(judge.checker, one.original),
        infer(judge.checker, one.replacement),
    )
    name, substitute = name_of(one.original), name_of(one.replacement)
    if is_surely_not_callable(original):
        called = _called(one.original)
        _tell(judge, one, refuse_original(_shown(judge, one.original, original), called))
        return
    if is_surely_not_callable(replacement):
        _tell(judge, one, refuse_replacement(name, _shown(judge, one.replacement, replacement)))
        return
    wanted = wanted_by(one.replacement, replacement)
    if wanted.anything:
        _tell(judge, one, refuse_arguments(name, substitute))
        return
    asked = names_asked_by(original)
    if asked is not None:
        _tell(judge, one, check_parameters(name, asked, substitute, wanted.names))
    provided = judge.readings(one.original, None)
    if provided:
        given = judge.readings(one.replacement, provided[0].type)
        parties = Party(name, _types(provided)), Party(substitute, _types(given))
        _tell(judge, one, check_replaced_type(*parties, judge.checker.options), provided)


def _tell(
    judge: Judge,
    one: Replacing,
    findings: Iterator[Finding],
    original: list[Provision] | None = None,
) -> None:
    for finding in findings:
        notes = describe(judge.checker, original[0], finding.provided) if original else ()
        report(judge.checker, one.original, finding.code, finding.message, notes)


def _types(readings: list[Provision]) -> list[Type]:
    return [reading.type for reading in readings]


def _called(expression: Expression) -> str | None:
    return name_of(expression.callee) if isinstance(expression, CallExpr) else None


def _shown(judge: Judge, expression: Expression, held: ProperType) -> str:
    """Show something that is no provider: what it is the result of, or its type."""
    called = _called(expression)
    if called is not None:
        return f"what {called}() returned"
    return f"a {format_type(held, judge.checker.options)}"
