"""Where the shop can be made to fail. A client names the place in a header of its request.

So a request's seed says what must come of it: nothing is left to chance in the server.
"""

from enum import StrEnum
from typing import Annotated

from typed_depends import Depends, Header

HEADER = "x-fault"


class Place(StrEnum):
    """Where an exception is raised."""

    SET_UP = "set-up"
    ENDPOINT = "endpoint"
    SERIALISATION = "serialisation"
    BACKGROUND = "background"
    CLEAN_UP = "clean-up"
    FUNCTION_CLEAN_UP = "function clean-up"


class FaultError(Exception):
    """Was asked for."""


class Fault:
    """What one request asked for."""

    def __init__(self, place: Place | None) -> None:
        self.place = place

    def at(self, place: Place) -> None:
        """Raise `FaultError` if this is the place."""
        if self.place is place:
            raise FaultError(place)


def asked_for(x_fault: Annotated[Place | None, Header()] = None) -> Fault:
    """Read the header."""
    return Fault(x_fault)


Asked = Annotated[Fault, Depends(asked_for)]
