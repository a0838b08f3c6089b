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

from enum import Enum
from typing import Any, Final, NamedTuple

from typed_depends.plan.emit.calls import arguments_of
from typed_depends.plan.emit.fields import FieldReader, whole_json
from typed_depends.plan.emit.names import Names
from typed_depends.plan.emit.needs import NeedWriter
from typed_depends.plan.emit.steps import PlainCall, StepWriter, may_share_a_hop
from typed_depends.plan.emit.suspension import never_waits
from typed_depends.plan.emit.text import Text
from typed_depends.plan.program import Program, SlotArgument
from typed_depends.reading.kind import Kind

HELPERS: Final = (
    "FAILED",
    "SecurityScopes",
    "ValidationError",
    "given_value",
    "leave",
    "read_field",
    "run_in_thread",
    "semaphore_for",
    "stay_in_thread",
)
"""What emitted source calls beside the program's own providers."""

_LOCALS: Final = (
    "run",
    "path",
    "query",
    "headers",
    "cookies",
    "raw",
    "read",
    "errors",
    "error",
    "result",
    "hop",
)


class Purpose(Enum):
    """What is wanted of the endpoint."""

    CALL = "call it"
    FINISH = "call it and let the run finish what it returns"
    OPEN = "the same, but whoever runs it ends the function scope; the body is parsed"
    REMEMBER = "call it; the run keeps the values, for further calls"
    AGAIN = "call it once more, with the values that were kept"


_SHARED_HOP: Final = (Purpose.CALL, Purpose.FINISH, Purpose.OPEN)
"""The endpoint may share a hop to a worker thread with the steps before it."""


class Emitted(NamedTuple):
    """Source, and what its free names stand for besides the helpers.

    `slots` are the variables that hold the steps' values. `shields`: there is clean-up that
    awaits. `reads_text`: the body is read as it came.
    """

    name: str
    source: str
    constants: dict[str, Any]
    slots: tuple[str, ...]
    shields: bool
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
        self.finishes = purpose in (Purpose.FINISH, Purpose.OPEN)
        whole = None if purpose is Purpose.OPEN else whole_json(program)
        self.fields = FieldReader(program, whole, self.names, self.text)
        self.needs = NeedWriter(self.slots, self.fields, self.names)
        self.in_scope = False
        self.yields = [step for step in program.steps if step.kind.yields]
        self.shields = any(
            step.kind is Kind.ASYNC_GENERATOR and not never_waits(step.provider)
            for step in self.yields
        )
        self.steps = StepWriter(
            self.slots,
            self.needs,
            self.names,
            self.text,
            remembers=purpose is Purpose.REMEMBER,
        )

    def emitted(self) -> Emitted:
        with self.text.block(f"async def {self.name}(run):"):
            if self.purpose is Purpose.AGAIN:
                self.text.line(f"{', '.join(self.slots)}, = run.values")
                self._endpoint()
            else:
                self._all()
        return Emitted(
            self.name,
            str(self.text),
            self.names.constants,
            tuple(self.slots),
            self.shields,
            self.fields.whole is not None,
        )

    def _all(self) -> None:
        if self.yields:
            if self.shields:
                self.text.line("run.open_shield()")
            for lifetime in sorted({step.ends for step in self.yields}):
                with self.text.block(f"if run.{lifetime} is None:"):
                    self.text.line(f"run.{lifetime} = []")
        if self.purpose is not Purpose.OPEN and any(
            step.ends == "function" for step in self.yields
        ):
            self._function_scope()
            return
        self.fields.open()
        if self.purpose is Purpose.REMEMBER and self.program.steps:
            self._remembered()
        else:
            self._body()

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
            self.text.line("    raise run.swallowed_error()")
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
        self.text.line(f"run.values = ({', '.join(self.slots)},)")
        with self.text.block("if run.waiting is not None:"):
            self.text.line("run.waiting.set()")
        self._endpoint()

    def _body(self) -> None:
        last = self._steps()
        self._endpoint(last)

    def _steps(self) -> list[PlainCall]:
        """Write the steps; return the plain ones at the end, which may share a hop."""
        together: list[PlainCall] = []
        for step in self.program.steps:
            if may_share_a_hop(step):
                first = together[0].step.slot if together else step.slot
                together.append(PlainCall(step, self.needs.write(step.arguments, first)))
                continue
            self.steps.hop(together)
            together = []
            self.steps.step(step)
        if self.purpose in _SHARED_HOP and self.program.kind is Kind.FUNCTION:
            return together
        self.steps.hop(together)
        return []

    def _endpoint(self, before: list[PlainCall] | None = None) -> None:
        """Write the endpoint's call; `before` are plain functions that share its hop."""
        program = self.program
        first = before[0].step.slot if before else len(program.steps)
        arguments = self.needs.write(program.arguments, first)
        endpoint = self.names.constant(program.name, program.call)
        call = f"{endpoint}({arguments_of(program.call, arguments)})"
        if program.kind is Kind.COROUTINE:
            self._give(self._finished(f"await {call}"))
        elif program.kind.yields:
            self._give(self._finished(call))  # it only begins with its first item
        elif before or self.finishes:
            with self.text.block("def hop():"):
                self.steps.plain(before or [])
                self.text.line(f"return {self._finished(call)}")
            self._give("await run_in_thread(hop)")
        else:
            self._give(self.steps.on_thread(program.name, program.call, arguments))

    def _finished(self, call: str) -> str:
        return f"run.finish({call})" if self.finishes else call

    def _give(self, value: str) -> None:
        self.text.line(f"result = {value}" if self.in_scope else f"return {value}")


def _wishes(program: Program) -> dict[int, str]:
    """Return for each slot the name of the first parameter it fills."""
    wishes: dict[int, str] = {}
    for arguments in (*(step.arguments for step in program.steps), program.arguments):
        for argument in arguments.each:
            if isinstance(argument, SlotArgument):
                wishes.setdefault(argument.slot, argument.name)
    return wishes
