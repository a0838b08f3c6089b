"""Notes that can be made, read, changed and thrown away.

The store lives as long as the application; what an endpoint receives is already the note
that the path names, or a 404 was answered.

    uvicorn examples.crud:app
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Annotated, Self

from pydantic import BaseModel, Field

from typed_depends import App, Depends, HTTPException, Path, Response, status


class Change(BaseModel):
    """What may be changed of a note; what is left out stays."""

    title: str | None = Field(default=None, min_length=1, max_length=80)
    text: str | None = Field(default=None, max_length=10_000)


class NewNote(BaseModel):
    """A note as a client sends it."""

    title: str = Field(min_length=1, max_length=80)
    text: str = Field(default="", max_length=10_000)


class Note(NewNote):
    """A note as it is kept."""

    id: int

    def changed(self, change: Change) -> Self:
        """Return the note with a change made to it."""
        return self.model_copy(update=change.model_dump(exclude_none=True))


class Notes:
    """All notes, by number. Numbers are not used again."""

    def __init__(self) -> None:
        self.by_id: dict[int, Note] = {}
        self.last_id = 0

    def add(self, new: NewNote) -> Note:
        """Keep a new note and return it with its number."""
        self.last_id += 1
        note = Note(id=self.last_id, **new.model_dump())
        self.by_id[note.id] = note
        return note

    def close(self) -> None:
        """Forget all notes; a database would be closed here."""
        self.by_id.clear()


def open_notes() -> Iterator[Notes]:
    """Open the store when the application starts, and close it when it stops."""
    with closing(Notes()) as notes:
        yield notes


Store = Annotated[Notes, Depends(open_notes, scope="lifespan")]


def find_note(note_id: Annotated[int, Path(ge=1)], store: Store) -> Note:
    """Find the note that the path names."""
    note = store.by_id.get(note_id)
    if note is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"There is no note {note_id}")
    return note


NamedNote = Annotated[Note, Depends(find_note)]

app = App(title="Notes")


# `async def`: these neither wait nor need a thread, so no two of them ever change the store
# at the same time.


@app.post("/notes", status_code=status.HTTP_201_CREATED)
async def add_note(new: NewNote, store: Store, response: Response) -> Note:
    """Make a note, and say where it is."""
    note = store.add(new)
    response.headers["Location"] = app.url_path_for("read_note", note_id=str(note.id))
    return note


@app.get("/notes")
async def list_notes(store: Store) -> list[Note]:
    """List all notes, the oldest first."""
    return list(store.by_id.values())


@app.get("/notes/{note_id}")
async def read_note(note: NamedNote) -> Note:
    """Show one note."""
    return note


@app.put("/notes/{note_id}")
async def replace_note(note: NamedNote, new: NewNote, store: Store) -> Note:
    """Write a note anew."""
    store.by_id[note.id] = Note(id=note.id, **new.model_dump())
    return store.by_id[note.id]


@app.patch("/notes/{note_id}")
async def change_note(note: NamedNote, change: Change, store: Store) -> Note:
    """Change a part of a note."""
    store.by_id[note.id] = note.changed(change)
    return store.by_id[note.id]


@app.delete("/notes/{note_id}", status_code=status.HTTP_204_NO_CONTENT)
async def remove_note(note: NamedNote, store: Store) -> None:
    """Throw a note away."""
    del store.by_id[note.id]
