"""Reads callables into dependants, each one once.

An application has one reader, so a provider shared by a thousand routes is read once.
Memory is by identity: callables need not be hashable, and those that compare equal may
still have different signatures.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from typed_depends import wording
from typed_depends.errors import DependencyParameterError
from typed_depends.reading.dependant import (
    NO_DEFAULT,
    Dependant,
    DependencyParameter,
    Misreading,
    Parameter,
)
from typed_depends.reading.kind import kind_of, name_of
from typed_depends.reading.parameter import MisreadError, read_parameter
from typed_depends.reading.recent import Recent
from typed_depends.reading.signature import NoSignatureError, signature_of
from typed_depends.reading.written import WrittenSignature

# A thousand routes with five providers of their own are remembered whole.
_REMEMBERED = 8192


Signatures: TypeAlias = Callable[[Callable[..., Any]], WrittenSignature]


class Reader:
    """The dependants of one application, by callable.

    `signature_of` may translate what another framework wrote.
    """

    def __init__(self, signature_of: Signatures = signature_of) -> None:
        self._signature_of = signature_of
        # A dependant holds its callable, so the id stays its own.
        self._read: Recent[int, Dependant] = Recent(_REMEMBERED)

    def read(self, call: Callable[..., Any]) -> Dependant:
        """Return the dependant of `call`; its mistakes are in `misreadings`."""
        return self._read.get_or_make(id(call), lambda: read(call, self._signature_of))

    def forget_unreadable(self) -> None:
        """Forget what had mistakes: a name defined further down may exist by now."""
        self._read.forget(lambda dependant: bool(dependant.misreadings))


def read(call: Callable[..., Any], signature_of: Signatures = signature_of) -> Dependant:
    """Read one callable."""
    name = name_of(call)
    parameters: list[Parameter] = []
    misreadings: list[Misreading] = []
    try:
        signature = signature_of(call)
    except NoSignatureError:
        signature = WrittenSignature((), NO_DEFAULT)
        misreadings.append(Misreading(DependencyParameterError, wording.no_signature(name)))
    for parameter in signature.parameters:
        try:
            parameters.append(read_parameter(name, parameter))
        except MisreadError as error:
            misreadings.append(error.misreading)
            if error.meant is not None:
                parameters.append(DependencyParameter(parameter.name, error.meant))
    return Dependant(
        call=call,
        kind=kind_of(call),
        name=name,
        parameters=tuple(parameters),
        returns=signature.returns,
        misreadings=tuple(misreadings),
    )
