"""A clinic on FastAPI: markers in `Annotated`, providers of every kind."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer

app = FastAPI()
oauth2 = OAuth2PasswordBearer(tokenUrl="token")
oauth2_if_given = OAuth2PasswordBearer(tokenUrl="token", auto_error=False)


@dataclass
class Doctor:
    """Someone who may read the files."""

    name: str


@dataclass
class Patient:
    """Someone the files are about."""

    name: str


class Mailer:
    """A line to the outside."""

    async def send(self, to: str, text: str) -> None:
        """Send a message."""


def get_connection() -> Iterator[sqlite3.Connection]:
    """Open a connection for one request."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        yield connection
    finally:
        connection.close()


async def get_mailer() -> AsyncIterator[Mailer]:
    """Open a mailer for one request."""
    yield Mailer()


async def current_doctor(
    token: Annotated[str, Depends(oauth2)],
    connection: Annotated[sqlite3.Connection, Depends(get_connection)],
) -> Doctor:
    """Find whose token it is."""
    row = connection.execute("select name from doctors where token = ?", [token]).fetchone()
    if row is None:
        raise HTTPException(401)
    return Doctor(*row)


@app.get("/me")
async def read_me(doctor: Annotated[Doctor, Depends(get_connection)]) -> str:  # mistake: a connection is no doctor
    """Show the caller."""
    return doctor.name


@app.get("/patients/{name}")
async def read_patient(
    name: str,
    doctor: Annotated[Patient, Depends(current_doctor)],  # mistake: the coroutine provides a Doctor
    connection: Annotated[sqlite3.Connection, Depends(get_connection)],
) -> Patient:
    """Show a patient's file."""
    connection.execute("insert into visits values (?, ?)", [doctor.name, name])
    return Patient(name)


@app.post("/reminders")
async def remind(
    patient: str,
    mailer: Annotated[
        Patient,  # copied from the handler above
        Depends(  # mistake: the generator yields a Mailer
            get_mailer,
            use_cache=False,
        ),
    ],
) -> None:
    """Write to a patient."""


@app.get("/hours")
async def opening_hours(token: Annotated[str, Depends(oauth2_if_given)]) -> str:  # mistake: None when no token is sent
    """Show when the clinic is open; a known caller sees more."""
    return "8-18, and at night for " + token
