"""The query parameters that every list shares: `?offset=0&limit=20`."""

from dataclasses import dataclass
from typing import Annotated

from typed_depends import Depends, Query


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for."""

    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Query(ge=1, le=100)] = 20


Paging = Annotated[Page, Depends()]
