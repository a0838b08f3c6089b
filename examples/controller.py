"""Handlers that share what they need: the methods of a class whose constructor is injected.

The class is constructed once for each request. What its constructor asks for, every handler
has, in the document too.

    uvicorn examples.controller:app
"""

from typing import Annotated

from pydantic import BaseModel, Field

from typed_depends import App, Depends, Header, HTTPException, delete, get, post, status

lists: dict[str, list[str]] = {}
"""What everybody has to do, by name."""


def caller(x_name: Annotated[str, Header(pattern="^[a-z]{1,20}$")]) -> str:
    """Tell who is calling: this takes everybody's word."""
    return x_name


class Task(BaseModel):
    """Something to do."""

    text: str = Field(min_length=1, max_length=100)


app = App(title="To do")


@app.controller("/tasks", tags=["tasks"])
class Tasks:
    """The caller's own list."""

    def __init__(self, name: Annotated[str, Depends(caller)]) -> None:
        self.name = name
        self.tasks = lists.setdefault(name, [])

    @get("")
    async def show(self) -> list[str]:
        """Show the whole list."""
        return self.tasks

    @post("", status_code=status.HTTP_201_CREATED)
    async def add(self, task: Task) -> int:
        """Add a task, and tell its number."""
        self.tasks.append(task.text)
        return len(self.tasks)

    @delete("/{number}")
    async def done(self, number: int) -> str:
        """Take a task off the list, and show it a last time."""
        if not 0 < number <= len(self.tasks):
            raise HTTPException(status.HTTP_404_NOT_FOUND, f"{self.name} has no task {number}")
        return self.tasks.pop(number - 1)
