"""Judge the body of a generator that is a provider: what it keeps, whether it yields once."""

from mypy.nodes import Block, Context, FuncDef

from mypy_plugin.judging import Judge
from mypy_plugin.rules.depends_yield import check_again, check_never, check_swallowed
from mypy_plugin.types.yielding import yielding_of
from mypy_plugin.weaving.source import Text

_FARTHEST = 50
"""Lines that may lie between an `except:` and the first statement below it."""


def judge_body(judge: Judge, function: FuncDef, name: str) -> None:
    """Judge the body of a function of the module being checked, if it is a generator."""
    if not (function.is_generator or function.is_async_generator):
        return
    found = yielding_of(function)
    for kept in found.swallowed:
        place = kept.place or _bare_except(judge, kept.block)
        judge.report_all(place, [check_swallowed(name, kept.errors, kept.by)])
    if found.again is not None:
        judge.report_all(found.again, [check_again(name)])
    elif found.never:
        judge.report_all(function, [check_never(name)])


def _bare_except(judge: Judge, handler: Block) -> Context:
    """Give the place of an `except:` without a type."""
    source = Text(judge.checker.tree.path, judge.checker.options).source
    first = handler.body[0].line
    for number in range(first, max(first - _FARTHEST, 0), -1) if source is not None else ():
        assert source is not None
        written = source.line(number)
        if written.lstrip().startswith("except"):
            place = Context()
            place.set_line(number, len(written) - len(written.lstrip()))
            return place
    return handler.body[0]
