"""Stayers: who ask for what takes longer than a server's last grace, and are cut off."""

import asyncio
from random import Random

from tests.fire.crowd.record import Record
from tests.fire.crowd.rude import head
from tests.fire.crowd.visitor import READER

TOO_LONG = ("/fire/wait?seconds=600", "/fire/think?seconds=4", "/fire/export?pause=60")


class Stayer:
    """One of them. Only comes when the server is about to be told to end."""

    def __init__(self, name: str, seed: int, port: int, record: Record) -> None:
        self.random = Random(f"{seed} {name}")
        self.record = record
        self._port = port

    async def visit(self) -> None:
        """Ask once, and listen until there is nothing more to hear."""
        path = self.random.choice(TOO_LONG)
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(head("GET", path, READER))
            heard = await reader.read()
            if b"Traceback" in heard:
                self.record.mistrust(path, heard)
            self.record.saw(f"cut off: {path}")
        except OSError:
            self.record.saw(f"cut off: {path}")
        finally:
            writer.transport.abort()
