"""The interpreter: runs a program, one step after the other.

The slow and obvious one: what runs faster must do the same. Knows programs and frames.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, assert_never

from starlette.requests import HTTPConnection

from typed_depends.oauth import SecurityScopes
from typed_depends.plan.program import (
    Arguments,
    ConnectionArgument,
    FieldArgument,
    GivenArgument,
    HeldArgument,
    NoField,
    Program,
    ScopesArgument,
    SlotArgument,
    Step,
)
from typed_depends.reading.dependant import Connection
from typed_depends.reading.field import ErrorDetail
from typed_depends.reading.kind import Kind
from typed_depends.resolve.extract import read_body, read_field
from typed_depends.resolve.frame import Frame, ReadCall
from typed_depends.resolve.limits import semaphore_for
from typed_depends.resolve.threads import run_in_thread, stay_in_thread

FAILED: Final[Any] = object()
"""The value of a step that could not run, because what it needs was not valid."""


async def resolve(program: Program, frame: Frame, resolved: Sequence[Any] = ()) -> dict[str, Any]:
    """Run `program` and return the endpoint's arguments by name.

    `resolved` are the values of the first steps, if they have been run already.
    They are complete only if `frame.errors` is empty. As in FastAPI, a provider whose
    arguments are not valid does not run, its neighbours do, and all errors are gathered.
    """
    slots: list[Any] = [*resolved, *([FAILED] * (program.slots - len(resolved)))]
    wanted = None if not frame.kept else _wanted(program, frame.kept)
    for step in program.steps[len(resolved) :]:
        if frame.kept is not None and step.key in frame.kept and step.keep:
            slots[step.slot] = frame.kept[step.key]
            continue
        if wanted is not None and step.slot not in wanted:
            continue
        values, complete = await _arguments(step.arguments, slots, frame)
        if complete:
            value = await _provide(step, values, frame)
            slots[step.slot] = value
            if step.keep and frame.kept is not None:
                frame.kept.setdefault(step.key, value)
    values, _ = await _arguments(program.arguments, slots, frame)
    return values


async def _provide(step: Step, arguments: dict[str, Any], frame: Frame) -> Any:
    if step.kind.yields:
        return await frame.lifetimes.enter(
            step.name,
            step.call,
            arguments,
            kind=step.kind,
            ends=step.ends,
            limit=step.limit,
            stays=step.stays,
        )
    if step.limit is None:
        return await call(step, arguments)
    async with semaphore_for(step.limit):
        return await call(step, arguments)


async def call(step: Step, arguments: dict[str, Any]) -> Any:
    """Call a provider without a `yield`: on the loop, or in a thread if it may block."""
    if step.kind is Kind.COROUTINE:
        return await step.call(**arguments)
    if not step.on_thread:
        return step.call(**arguments)
    in_thread = stay_in_thread if step.stays else run_in_thread
    return await in_thread(step.call, **arguments)


async def _arguments(
    arguments: Arguments, slots: Sequence[Any], frame: Frame
) -> tuple[dict[str, Any], bool]:
    """Return a call's arguments, and whether they are all there. Errors go to the frame."""
    values: dict[str, Any] = {}
    complete = True
    for argument in arguments.each:
        if isinstance(argument, FieldArgument):
            continue
        value = _argument(argument, slots, frame)
        if value is FAILED:
            complete = False
        else:
            values[argument.name] = value
    known = frame.known.get(arguments)
    read, errors = known or await read_call(arguments, frame.connection, frame.body)
    frame.errors.extend(errors)
    return {**values, **read}, complete and not errors


async def read_call(arguments: Arguments, connection: HTTPConnection | None, body: Any) -> ReadCall:
    """Return what one call reads from the request, by name, and the errors."""
    values: dict[str, Any] = {}
    errors: list[ErrorDetail] = []
    for argument in arguments.each:
        if isinstance(argument, FieldArgument):
            assert connection is not None
            value, wrong = read_field(argument.field, connection)
            errors.extend(wrong)
            if not wrong:
                values[argument.field.name] = value
    if arguments.body is not None:
        read, wrong = await read_body(arguments.body, body)
        errors.extend(wrong)
        values.update(read)
    return values, errors


def _argument(argument: NoField, slots: Sequence[Any], frame: Frame) -> Any:
    match argument:
        case SlotArgument(_, slot):
            return slots[slot]
        case HeldArgument(_, held):
            return frame.held[held]
        case ScopesArgument(_, scopes):
            return SecurityScopes(scopes)
        case ConnectionArgument(_, connection):
            return _connection(connection, frame)
        case GivenArgument(_, types, default):
            return given_value(frame.given, types, default)
        case _:
            assert_never(argument)


def given_value(given: Mapping[Any, Any], types: tuple[Any, ...], default: Any) -> Any:
    """Return the value given for the first of `types` that has one, or the default."""
    return next((given[type_] for type_ in types if type_ in given), default)


def _connection(connection: Connection, frame: Frame) -> Any:
    match connection:
        case Connection.RESPONSE:
            return frame.the_response()
        case Connection.BACKGROUND_TASKS:
            return frame.the_background()
        case _:
            return frame.connection


def _wanted(program: Program, kept: dict[Any, Any]) -> set[int]:
    """Return the slots still to be filled: those under a value that is kept are not."""
    wanted: set[int] = set()
    waiting = [program.arguments]
    while waiting:
        for argument in waiting.pop().each:
            if isinstance(argument, SlotArgument) and argument.slot not in wanted:
                step = program.steps[argument.slot]
                wanted.add(argument.slot)
                if not (step.keep and step.key in kept):
                    waiting.append(step.arguments)
    return wanted
