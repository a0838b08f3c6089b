"""A new number at every place: `use_cache=False` calls a provider again.

One value per request is the rule, and right for a session or the caller; it is wrong for
something that has to differ each time.

    uvicorn examples.fresh_ids:app
"""

from typing import Annotated
from uuid import UUID, uuid4

from pydantic import BaseModel

from typed_depends import App, Depends


def request_id() -> UUID:
    """Number a request. Not `uuid4` itself: places that ask for one provider share its value."""
    return uuid4()


RequestId = Annotated[UUID, Depends(request_id)]
"""The same wherever it is asked for in one request."""

FreshId = Annotated[UUID, Depends(uuid4, use_cache=False)]
"""Another one wherever it is asked for."""


class Order(BaseModel):
    """An order, the parcel it goes in, and the request that made both."""

    id: UUID
    parcel: UUID
    request: UUID
    logged_as: UUID


def log_entry(request: RequestId) -> UUID:
    """Write to the log under the request's number, and return that."""
    return request


app = App(title="Fresh numbers")


@app.post("/orders")
def place_order(
    order: FreshId,
    parcel: FreshId,
    request: RequestId,
    logged_as: Annotated[UUID, Depends(log_entry)],
) -> Order:
    """Give an order and its parcel a number each; the request has had one all along."""
    return Order(id=order, parcel=parcel, request=request, logged_as=logged_as)
