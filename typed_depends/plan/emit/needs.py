"""Writes what fills the parameters of one call: values of steps, of the connection, given ones."""

from typing import assert_never

from typed_depends.plan.emit.fields import FieldReader
from typed_depends.plan.emit.names import Names
from typed_depends.plan.program import (
    Argument,
    Arguments,
    ConnectionArgument,
    FieldArgument,
    GivenArgument,
    HeldArgument,
    ScopesArgument,
    SlotArgument,
)
from typed_depends.reading.dependant import Connection


class NeedWriter:
    """Knows the variables of the steps, and reads fields."""

    def __init__(self, slots: list[str], fields: FieldReader, names: Names) -> None:
        self._slots = slots
        self._fields = fields
        self._names = names

    def write(self, arguments: Arguments, first: int) -> dict[str, str]:
        """Write what is read for one call; return the source of each argument by name.

        `first` is the step from which the interpreter is to go on if something is wrong.
        """
        variables: dict[str, str] = {}
        if arguments.reads:
            resolved = ", ".join(self._slots[:first])
            otherwise = f"return await run.go_on({first}, [{resolved}])"
            variables = self._fields.read(arguments, otherwise)
        given = {
            argument.name: self._argument(argument)
            for argument in arguments.each
            if not isinstance(argument, FieldArgument)
        }
        return given | variables

    def _argument(self, argument: Argument) -> str:
        match argument:
            case SlotArgument(_, slot):
                return self._slots[slot]
            case HeldArgument(name, held):
                return f"run.held[{self._names.constant(f'{name}_key', held)}]"
            case ScopesArgument(_, scopes):
                return f"SecurityScopes({self._names.constant('scopes', scopes)})"
            case ConnectionArgument(_, Connection.RESPONSE):
                return "run.the_response()"
            case ConnectionArgument(_, Connection.BACKGROUND_TASKS):
                return "run.the_background()"
            case ConnectionArgument():
                return "run.connection"
            case GivenArgument(name, types, default):
                types_name = self._names.constant(f"{name}_types", types)
                default_name = self._names.constant(f"{name}_default", default)
                return f"given_value(run.given, {types_name}, {default_name})"
            case FieldArgument():
                raise ValueError("fields are read before")
            case _:
                assert_never(argument)
