"""Files that are sent in: measured and summed while they are read, never held whole.

uvicorn examples.upload:app
"""

import hashlib
from collections.abc import AsyncIterator
from typing import Annotated

from pydantic import BaseModel

from typed_depends import App, Depends, File, Form, HTTPException, UploadFile, status

CHUNK = 64 * 1024
LARGEST = 5 * 1024 * 1024


class Receipt(BaseModel):
    """What was received."""

    name: str
    media_type: str | None
    size: int
    sha256: str
    note: str = ""


async def chunks(file: UploadFile) -> AsyncIterator[bytes]:
    """Yield a file in pieces. Raises 413 when there are too many of them."""
    seen = 0
    while chunk := await file.read(CHUNK):
        seen += len(chunk)
        if seen > LARGEST:
            raise HTTPException(
                status.HTTP_413_CONTENT_TOO_LARGE, f"A file may have {LARGEST} bytes"
            )
        yield chunk


async def receipt(file: UploadFile) -> Receipt:
    """Read a file to its end and return what is known of it."""
    size, digest = 0, hashlib.sha256()
    async for chunk in chunks(file):
        size += len(chunk)
        digest.update(chunk)
    return Receipt(
        name=file.filename or "",
        media_type=file.content_type,
        size=size,
        sha256=digest.hexdigest(),
    )


app = App(title="Uploads")


@app.post("/files", status_code=status.HTTP_201_CREATED)
async def receive_one(
    received: Annotated[Receipt, Depends(receipt)], note: Annotated[str, Form(max_length=200)] = ""
) -> Receipt:
    """Receive a file with a note beside it; a provider has read the file."""
    return received.model_copy(update={"note": note})


@app.post("/albums", status_code=status.HTTP_201_CREATED)
async def receive_many(
    files: Annotated[list[UploadFile], File(min_length=1, max_length=10)],
) -> list[Receipt]:
    """Receive up to ten files of the same name."""
    return [await receipt(file) for file in files]


@app.post("/thumbnails")
async def measure(thumbnail: Annotated[bytes, File(max_length=10_000)]) -> int:
    """Receive something small as bytes, and count them."""
    return len(thumbnail)
