"""Writes a program as one function of Python source.

    async def list_books(run):
        query = run.query
        # get_session, shop/db.py:12
        session = get_session()
        ...

Steps stand in their order, values are local variables named after the parameters they
fill. The way of invalid input is not written out: at the first value that is missing or
wrong the interpreter takes over, with what has been resolved, and gathers the errors.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, assert_never

from typed_depends.plan.emit.fields import FieldReader
from typed_depends.plan.emit.names import Names, keyword, literal
from typed_depends.plan.emit.suspension import never_waits
from typed_depends.plan.emit.text import Text
from typed_depends.plan.program import (
    Argument,
    Arguments,
    ConnectionArgument,
    FieldArgument,
    GivenArgument,
    HeldArgument,
    Program,
    ScopesArgument,
    SlotArgument,
    Step,
)
from typed_depends.reading.dependant import Connection
from typed_depends.reading.kind import Kind, place_of

HELPERS: Final = (
    "FAILED",
    "SWALLOWED",
    "SecurityScopes",
    "ValidationError",
    "given_value",
    "leave",
    "read_body",
    "read_field",
    "run_in_thread",
    "semaphore_for",
)
"""What emitted source calls beside the program's own providers."""

_LOCALS: Final = (
    "run",
    "scope",
    "path",
    "query",
    "headers",
    "cookies",
    "raw",
    "read",
    "errors",
    "entered",
    "error",
    "result",
    "hop",
)


class Purpose(Enum):
    """What is wanted of the endpoint."""

    CALL = "call it"
    FINISH = "call it and let the run finish what it returns"
    REMEMBER = "call it; the run keeps the values, for further calls"
    RESOLVE = "return its arguments"


@dataclass(frozen=True, slots=True, eq=False)
class Emitted:
    """Source, and what its free names stand for besides the helpers.

    `slots` are the variables that hold the steps' values. `light`: what has a `yield` is
    kept in the run's own lists. `enters`: something outlives the call.
    `reads_text`: the body is read as it came.
    """

    name: str
    source: str
    constants: dict[str, Any]
    slots: tuple[str, ...]
    light: bool
    enters: bool
    reads_text: bool


def emit(program: Program, purpose: Purpose) -> Emitted:
    """Return the source of `program`."""
    return _Emitter(program, purpose).emitted()


class _Emitter:
    def __init__(self, program: Program, purpose: Purpose) -> None:
        self.program = program
        self.purpose = purpose
        self.names = Names((*HELPERS, *_LOCALS))
        self.name = self.names.new(program.name)
        self.text = Text()
        wishes = _wishes(program)
        self.slots = [self.names.new(wishes.get(step.slot, step.name)) for step in program.steps]
        self.fields = FieldReader(program, self.names, self.text)
        self.in_scope = False
        self.yields = [step for step in program.steps if step.kind.yields]
        self.light = all(
            step.kind is Kind.ASYNC_GENERATOR and step.limit is None and never_waits(step.provider)
            for step in self.yields
        )

    def emitted(self) -> Emitted:
        with self.text.block(f"async def {self.name}(run):"):
            if any(step.ends == "function" for step in self.yields):
                self._function_scope()
            elif self.purpose is Purpose.REMEMBER and self.program.steps:
                self.fields.open()
                self._remembered()
            else:
                self.fields.open()
                self._body()
        return Emitted(
            self.name,
            str(self.text),
            self.names.constants,
            tuple(self.slots),
            self.light,
            bool(self.yields),
            self.fields.whole is not None,
        )

    def _function_scope(self) -> None:
        self.in_scope = True
        with self.text.block("try:"):
            self.fields.open()
            if self.purpose is Purpose.REMEMBER:
                self._remembered()
            else:
                self._body()
        with self.text.block("except BaseException as error:"):
            self.text.line("if await leave(run.function, run, error):")
            self.text.line("    return SWALLOWED")
            self.text.line("raise")
        self.text.line("await leave(run.function, run, None)")
        self.text.line("return result")

    def _remembered(self) -> None:
        """Write the body so that what was resolved is kept even if the rest fails."""
        with self.text.block("try:"):
            self._steps()
        with self.text.block("except BaseException:"):
            self.text.line("run.keep(locals())")
            self.text.line("raise")
        self.text.line("run.keep(locals())")
        self._endpoint()

    def _body(self) -> None:
        last = self._steps()
        self._endpoint(last)

    def _steps(self) -> list["_Call"]:
        """Write the steps; return the plain ones at the end, which may share a hop."""
        together: list[_Call] = []
        for step in self.program.steps:
            if _on_thread(step):
                first = together[0].step.slot if together else step.slot
                together.append(_Call(step, self._arguments(step.arguments, first)))
                continue
            self._hop(together)
            together = []
            self._step(step)
        if self.purpose in (Purpose.CALL, Purpose.FINISH) and self.program.kind is Kind.FUNCTION:
            return together
        self._hop(together)
        return []

    def _step(self, step: Step) -> None:
        self._say_where(step)
        arguments = self._arguments(step.arguments, step.slot)
        provider = self.names.constant(step.name, step.provider)
        slot = self.slots[step.slot]
        match step.kind:
            case Kind.COROUTINE:
                call = f"await {provider}({_listed(arguments)})"
            case Kind.FUNCTION if step.on_thread:
                call = f"await run_in_thread({_listed([provider, *arguments])})"
            case Kind.FUNCTION:
                call = f"{provider}({_listed(arguments)})"
            case _ if self.light:
                self._drive(step, f"{provider}({_listed(arguments)})")
                return
            case _:
                call = self._enter(step, arguments)
        if step.limit is not None and not step.kind.yields:
            limit = self.names.constant(f"{step.name}_limit", step.limit)
            with self.text.block(f"async with semaphore_for({limit}):"):
                self.text.line(f"{slot} = {call}")
        else:
            self.text.line(f"{slot} = {call}")

    def _drive(self, step: Step, call: str) -> None:
        """Write how an async generator is driven to its `yield`, without a context manager."""
        generator = self.names.new(f"{self.slots[step.slot]}_generator")
        self.text.line(f"{generator} = {call}")
        with self.text.block("try:"):
            self.text.line(f"{self.slots[step.slot]} = await {generator}.__anext__()")
        with self.text.block("except StopAsyncIteration:"):
            self.text.line('raise RuntimeError("generator didn\'t yield") from None')
        self.text.line(f"run.{step.ends}.append(({generator}, {literal(step.name)}))")

    def _enter(self, step: Step, arguments: list[str]) -> str:
        make = self.names.constant(f"{step.name}_manager", step.call)
        kind = self.names.constant(f"{step.name}_kind", step.kind)
        limit = "None"
        if step.limit is not None:
            limit = self.names.constant(f"{step.name}_limit", step.limit)
        return (
            f"await run.lifetimes.enter({literal(step.name)}, {make}, dict({_listed(arguments)}), "
            f"kind={kind}, ends={step.ends!r}, limit={limit})"
        )

    def _hop(self, calls: list["_Call"]) -> None:
        """Write plain functions that run one after the other in one worker thread."""
        if len(calls) == 1:
            self._say_where(calls[0].step)
            provider = self.names.constant(calls[0].step.name, calls[0].step.provider)
            run = f"await run_in_thread({_listed([provider, *calls[0].arguments])})"
            self.text.line(f"{self.slots[calls[0].step.slot]} = {run}")
        elif calls:
            slots = [self.slots[one.step.slot] for one in calls]
            with self.text.block("def hop():"):
                if self.purpose is Purpose.REMEMBER:
                    self.text.line(f"nonlocal {', '.join(slots)}")
                self._calls(calls)
                if self.purpose is not Purpose.REMEMBER:
                    self.text.line(f"return {', '.join(slots)}")
            if self.purpose is Purpose.REMEMBER:
                self.text.line(f"{' = '.join(slots)} = FAILED")
                self.text.line("await run_in_thread(hop)")
            else:
                self.text.line(f"{', '.join(slots)} = await run_in_thread(hop)")

    def _calls(self, calls: list["_Call"]) -> None:
        for one in calls:
            self._say_where(one.step)
            provider = self.names.constant(one.step.name, one.step.provider)
            self.text.line(f"{self.slots[one.step.slot]} = {provider}({_listed(one.arguments)})")

    def _endpoint(self, before: list["_Call"] | None = None) -> None:
        """Write the endpoint's call; `before` are plain functions that share its hop."""
        program = self.program
        first = before[0].step.slot if before else len(program.steps)
        arguments = self._arguments(program.arguments, first)
        if self.purpose is Purpose.RESOLVE:
            self._give(f"dict({_listed(arguments)})")
            return
        endpoint = self.names.constant(program.name, program.call)
        if program.kind is Kind.COROUTINE:
            self._give(self._finished(f"await {endpoint}({_listed(arguments)})"))
        elif before or self.purpose is Purpose.FINISH:
            with self.text.block("def hop():"):
                self._calls(before or [])
                self.text.line(f"return {self._finished(f'{endpoint}({_listed(arguments)})')}")
            self._give("await run_in_thread(hop)")
        else:
            self._give(f"await run_in_thread({_listed([endpoint, *arguments])})")

    def _finished(self, call: str) -> str:
        return f"run.finish({call})" if self.purpose is Purpose.FINISH else call

    def _give(self, value: str) -> None:
        self.text.line(f"result = {value}" if self.in_scope else f"return {value}")

    def _arguments(self, arguments: Arguments, first: int) -> list[str]:
        """Write what is read for one call; return its arguments as keywords.

        `first` is the step from which the interpreter is to go on if something is wrong.
        """
        resolved = ", ".join(self.slots[:first])
        otherwise = f"return await run.go_on({first}, [{resolved}])"
        variables = self.fields.read(arguments, otherwise)
        given = {
            argument.name: self._argument(argument)
            for argument in arguments.each
            if not isinstance(argument, FieldArgument)
        }
        return [f"{keyword(name)}={value}" for name, value in (given | variables).items()]

    def _argument(self, argument: Argument) -> str:
        match argument:
            case SlotArgument(_, slot):
                return self.slots[slot]
            case HeldArgument(name, held):
                return f"run.held[{self.names.constant(f'{name}_key', held)}]"
            case ScopesArgument(_, scopes):
                return f"SecurityScopes({self.names.constant('scopes', scopes)})"
            case ConnectionArgument(_, Connection.RESPONSE):
                return "run.the_response()"
            case ConnectionArgument(_, Connection.BACKGROUND_TASKS):
                return "run.the_background()"
            case ConnectionArgument():
                return "run.connection"
            case GivenArgument(name, types, default):
                types_name = self.names.constant(f"{name}_types", types)
                default_name = self.names.constant(f"{name}_default", default)
                return f"given_value(run.given, {types_name}, {default_name})"
            case FieldArgument():
                raise ValueError("fields are read before")
            case _:
                assert_never(argument)

    def _say_where(self, step: Step) -> None:
        place = place_of(step.provider)
        self.text.line(
            f"# {literal(step.name)}" + ("" if place is None else f" at {literal(place)}")
        )


@dataclass(frozen=True, slots=True)
class _Call:
    """A plain function that is to run on a worker thread, with its arguments."""

    step: Step
    arguments: list[str]


def _on_thread(step: Step) -> bool:
    return step.kind is Kind.FUNCTION and step.on_thread and step.limit is None


def _listed(arguments: Iterable[str]) -> str:
    return ", ".join(arguments)


def _wishes(program: Program) -> dict[int, str]:
    """Return for each slot the name of the first parameter it fills."""
    wishes: dict[int, str] = {}
    for arguments in (*(step.arguments for step in program.steps), program.arguments):
        for argument in arguments.each:
            if isinstance(argument, SlotArgument):
                wishes.setdefault(argument.slot, argument.name)
    return wishes
