"""Writes the steps of a program: one call each, or several in one hop to a worker thread."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from typed_depends.plan.emit.calls import arguments_of, keywords
from typed_depends.plan.emit.names import Names, literal
from typed_depends.plan.emit.needs import NeedWriter
from typed_depends.plan.emit.suspension import is_drivable
from typed_depends.plan.emit.text import Text
from typed_depends.plan.program import Step
from typed_depends.reading.kind import Kind, place_of


class PlainCall(NamedTuple):
    """A plain function that is to run on a worker thread, with its arguments."""

    step: Step
    arguments: dict[str, str]


class StepWriter:
    """Writes into `text`.

    `remembers`: values that were computed count even if what follows in the same hop fails.
    """

    def __init__(
        self,
        slots: list[str],
        needs: NeedWriter,
        names: Names,
        text: Text,
        *,
        remembers: bool,
    ) -> None:
        self.slots = slots
        self.needs = needs
        self.names = names
        self.text = text
        self.remembers = remembers

    def step(self, step: Step) -> None:
        """Write one step."""
        self._say_where(step)
        arguments = self.needs.write(step.arguments, step.slot)
        if is_driven(step):
            self._drive(step, arguments)
            return
        line = f"{self.slots[step.slot]} = {self._provided(step, arguments)}"
        if step.limit is None or step.kind.yields:
            self.text.line(line)
        else:
            limit = self.names.constant(f"{step.name}_limit", step.limit)
            with self.text.block(f"async with semaphore_for({limit}):"):
                self.text.line(line)

    def _provided(self, step: Step, arguments: Mapping[str, str]) -> str:
        match step.kind:
            case Kind.COROUTINE:
                return f"await {self._call(step, arguments)}"
            case Kind.FUNCTION if step.on_thread:
                return self.on_thread(step.name, step.provider, arguments, stays=step.stays)
            case Kind.FUNCTION:
                return self._call(step, arguments)
            case _:
                return self._enter(step, arguments)

    def _call(self, step: Step, arguments: Mapping[str, str]) -> str:
        provider = self.names.constant(step.name, step.provider)
        return f"{provider}({arguments_of(step.provider, arguments)})"

    def on_thread(
        self,
        name: str,
        call: Callable[..., Any],
        arguments: Mapping[str, str],
        *,
        stays: bool = False,
    ) -> str:
        """Return the source of a call on a worker thread; it `stays` if more are to come."""
        given = keywords(arguments)
        provider = self.names.constant(name, call)
        return f"await {_in_thread(stays)}({provider}{', ' if given else ''}{given})"

    def _drive(self, step: Step, arguments: Mapping[str, str]) -> None:
        """Write how an async generator is driven to its `yield`, without a context manager."""
        slot = self.slots[step.slot]
        generator = self.names.new(f"{slot}_generator")
        self.text.line(f"{generator} = {self._call(step, arguments)}")
        with self.text.block("try:"):
            self.text.line(f"{slot} = await {generator}.__anext__()")
        with self.text.block("except StopAsyncIteration:"):
            self.text.line('raise RuntimeError("generator didn\'t yield") from None')
        self.text.line(f"run.{step.ends}.append(({generator}, {literal(step.name)}))")

    def _enter(self, step: Step, arguments: Mapping[str, str]) -> str:
        make = self.names.constant(f"{step.name}_manager", step.call)
        kind = self.names.constant(f"{step.name}_kind", step.kind)
        limit = "None"
        if step.limit is not None:
            limit = self.names.constant(f"{step.name}_limit", step.limit)
        return (
            f"await run.enter({literal(step.name)}, {make}, "
            f"dict({keywords(arguments)}), kind={kind}, ends={step.ends!r}, "
            f"limit={limit}, stays={step.stays})"
        )

    def _enter_here(self, step: Step, arguments: Mapping[str, str]) -> str:
        make = self.names.constant(f"{step.name}_manager", step.call)
        made = f"{make}({arguments_of(step.provider, arguments)})"
        return f"run.enter_here({literal(step.name)}, {made}, {step.ends!r})"

    def hop(self, calls: list[PlainCall]) -> None:
        """Write plain functions that run one after the other in one worker thread."""
        if len(calls) == 1:
            (one,) = calls
            self._say_where(one.step)
            self.text.line(
                f"{self.slots[one.step.slot]} = {self._provided(one.step, one.arguments)}"
            )
        elif calls:
            slots = [self.slots[one.step.slot] for one in calls]
            if self.remembers:
                self.text.line(f"{' = '.join(slots)} = FAILED")
            with self.text.block("def hop():"):
                if self.remembers:
                    self.text.line(f"nonlocal {', '.join(slots)}")
                self.plain(calls)
                self.text.line(f"return {', '.join(slots)}")
            in_thread = _in_thread(calls[-1].step.stays)
            self.text.line(f"{', '.join(slots)} = await {in_thread}(hop)")

    def plain(self, calls: list[PlainCall]) -> None:
        """Write plain calls, to be run where they stand."""
        for one in calls:
            self._say_where(one.step)
            called = self._call(one.step, one.arguments)
            if one.step.kind is Kind.GENERATOR:
                called = self._enter_here(one.step, one.arguments)
            self.text.line(f"{self.slots[one.step.slot]} = {called}")

    def _say_where(self, step: Step) -> None:
        place = place_of(step.provider)
        self.text.line(
            f"# {literal(step.name)}" + ("" if place is None else f" at {literal(place)}")
        )


def _in_thread(stays: bool) -> str:
    return "stay_in_thread" if stays else "run_in_thread"


def may_share_a_hop(step: Step) -> bool:
    """Tell whether a step is a plain function, perhaps with a `yield`, on a worker thread."""
    return step.uses_thread and step.limit is None


def is_driven(step: Step) -> bool:
    """Tell whether a step is an async generator that needs no context manager."""
    return step.kind is Kind.ASYNC_GENERATOR and step.limit is None and is_drivable(step.provider)
