"""Judge a class whose constructor is made of its fields: a dataclass, a named tuple.

At its fields, if the module being checked has them; else at the marker that asks for the class,
unless the class's own module asks for it as well and has told it there.
"""

from collections.abc import Collection, Iterator

from mypy.messages import format_type_bare
from mypy.nodes import Context, TypeInfo
from mypy.types import NoneType

from mypy_plugin.dependants.dependant import Dependant, Provider, Value
from mypy_plugin.judging import Judge
from mypy_plugin.judging_faults import findings_of
from mypy_plugin.judging_metadata import may_say_more
from mypy_plugin.rules.depends_annotation import refuse_buried
from mypy_plugin.rules.depends_parameter import Asked, check_parameter, refuse_init_variable
from mypy_plugin.rules.finding import Finding
from mypy_plugin.types.fields import fields_written, init_variables, is_made_of_fields


def judge_fields(
    judge: Judge, dependant: Dependant, named: Provider, asked: Context, *, of_fastapi: bool
) -> None:
    """Judge what a class asks for whose constructor is made of its fields."""
    info = judge.dependants.class_of(dependant)
    if info is None or not is_made_of_fields(info):
        return
    own = judge.checker.tree.fullname
    places = fields_written(info, own)
    tells = info.module_name == own or (
        judge.tells_at(named, asked) and not judge.dependants.told.is_asked_for_at_home(named)
    )
    closed = init_variables(info) if of_fastapi else ()
    for parameter, findings in _findings(judge, dependant, info, closed):
        place = places.get(parameter, asked if tells else None)
        if place is not None:
            judge.report_all(place, findings)


def _findings(
    judge: Judge, dependant: Dependant, info: TypeInfo, closed: Collection[str]
) -> Iterator[tuple[str, Iterator[Finding]]]:
    """Yield each field that is a parameter, with what is wrong with it.

    FastAPI does not look into the `InitVar[...]` of those that are `closed`.
    """
    name, lost = dependant.name, set[str]()
    asked = {value.parameter for value in dependant.values}
    asked |= {edge.parameter for edge in dependant.edges if edge.parameter is not None}
    for base in info.mro[:-1]:
        for fault in judge.dependants.told.faults(base.fullname):
            parameter = fault.words[0]
            if parameter in asked - lost:
                lost.add(parameter)
                yield parameter, findings_of(name, fault)
    for value in dependant.values:
        if value.buries:
            yield value.parameter, refuse_buried(name, value.parameter)
        elif value.parameter in closed:
            text = format_type_bare(value.type or NoneType(), judge.checker.options)
            yield value.parameter, refuse_init_variable(name, value.parameter, text)
        elif value.parameter not in lost and _is_unreadable(judge, info, value):
            text = format_type_bare(value.type or NoneType(), judge.checker.options)
            yield value.parameter, check_parameter(name, Asked(value.parameter, unreadable=text))


def _is_unreadable(judge: Judge, info: TypeInfo, value: Value) -> bool:
    homes = {base.module_name for base in info.mro if is_made_of_fields(base)}
    return (
        value.type is not None
        and len(value.annotated) <= 1
        and not judge.is_readable(value.type)
        and not any(may_say_more(judge, home, value) for home in homes)
    )
