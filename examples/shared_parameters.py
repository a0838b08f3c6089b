"""Query parameters that several endpoints share, written once: as a function, a class, a model.

uvicorn examples.shared_parameters:app
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from typed_depends import App, Depends, Query

CITIES = ["Ankara", "Berlin", "Cairo", "Dakar", "Edinburgh", "Faro", "Graz"]
RIVERS = ["Aare", "Bug", "Colorado", "Danube", "Elbe", "Fulda", "Ganges"]


def search(q: Annotated[str, Query(max_length=50)] = "") -> str:
    """Read `?q=`: a function may make something of what it reads."""
    return q.strip().casefold()


@dataclass(frozen=True)
class Page:
    """Read `?skip=&limit=`: the fields of a class are its parameters."""

    skip: Annotated[int, Query(ge=0)] = 0
    limit: Annotated[int, Query(ge=1, le=100)] = 3

    def of(self, names: list[str]) -> list[str]:
        """Return the part of a list that is asked for."""
        return names[self.skip : self.skip + self.limit]


class Shape(BaseModel):
    """Read `?order=&capitals=`: a model refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")

    order: Literal["up", "down"] = "up"
    capitals: bool = Field(default=False, description="SHOUT")

    def of(self, names: list[str]) -> list[str]:
        """Return the names as they shall look."""
        ordered = sorted(names, reverse=self.order == "down")
        return [name.upper() for name in ordered] if self.capitals else ordered


Search = Annotated[str, Depends(search)]
Paging = Annotated[Page, Depends()]


def found(names: list[str], wanted: str) -> list[str]:
    """Return the names that hold what is wanted."""
    return [name for name in names if wanted in name.casefold()]


app = App(title="Shared parameters")


@app.get("/cities")
def list_cities(wanted: Search, page: Paging) -> list[str]:
    """List cities, a page at a time."""
    return page.of(found(CITIES, wanted))


@app.get("/rivers")
def list_rivers(wanted: Search, page: Paging) -> list[str]:
    """List rivers, by the same parameters."""
    return page.of(found(RIVERS, wanted))


@app.get("/everything")
def list_everything(shape: Annotated[Shape, Query()]) -> list[str]:
    """List all there is, in the shape that is asked for."""
    return shape.of([*CITIES, *RIVERS])
