"""Answers that are sent piece by piece: JSON lines, and server-sent events.

An endpoint that yields is a stream. What it depends on stays open to the last piece, also
with `scope="function"`, and is closed if the client goes away.

    uvicorn examples.streaming:app
"""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import anyio
from pydantic import BaseModel

from typed_depends import App, Depends, EventSourceResponse, Header, Query, ServerSentEvent


class Reading(BaseModel):
    """What a thermometer showed."""

    number: int
    celsius: float


class Thermometer:
    """A device that has to be switched off again, and shows nothing when it is."""

    def __init__(self) -> None:
        self.on = True

    def read(self, number: int) -> Reading:
        """Return one reading. Raises `RuntimeError` when switched off."""
        if not self.on:
            raise RuntimeError("The thermometer is off")
        return Reading(number=number, celsius=20 + number / 10)


def switch_on() -> Iterator[Thermometer]:
    """Switch a thermometer on for as long as somebody reads it."""
    thermometer = Thermometer()
    try:
        yield thermometer
    finally:
        thermometer.on = False


Device = Annotated[Thermometer, Depends(switch_on, scope="function")]

app = App(title="Streams")


@app.get("/readings")
def read_many(device: Device, count: Annotated[int, Query(ge=0, le=1000)] = 3) -> Iterator[Reading]:
    """Send readings as JSON lines, each when it was taken."""
    for number in range(count):
        yield device.read(number)


@app.get("/readings/events", response_class=EventSourceResponse)
async def follow(
    device: Device,
    until: Annotated[int, Query(ge=0, le=1000)] = 5,
    last_event_id: Annotated[int, Header(ge=-1)] = -1,
) -> AsyncIterator[ServerSentEvent]:
    """Send readings as events; a client that comes back goes on where it was."""
    for number in range(last_event_id + 1, until):
        yield ServerSentEvent(event="reading", id=str(number), data=device.read(number))
        await anyio.sleep(0.01)
    yield ServerSentEvent(event="end")
