"""Visitors: polite clients, who read every answer and know what it must be."""

from collections.abc import Callable, Coroutine
from random import Random
from time import monotonic
from typing import Any, ClassVar

import httpx

from examples.bookshop.seed import ADMIN_TOKEN, READER_TOKEN
from tests.fire.crowd.record import Record
from tests.fire.faults import HEADER, Place
from tests.fire.shop import STREAMED

READER = {"authorization": f"Bearer {READER_TOKEN}"}
ADMIN = {"authorization": f"Bearer {ADMIN_TOKEN}"}
ONE_IN_A_HUNDRED = 0.01
FAILS = 500
"""What a fault before the answer comes to."""


class Visitor:
    """One polite client, with its own books."""

    def __init__(self, name: str, seed: int, client: httpx.AsyncClient, record: Record) -> None:
        self.name = name
        self.random = Random(f"{seed} {name}")
        self.record = record
        self._client = client
        self._made = 0
        self._own: list[tuple[int, str]] = []

    async def visit(self) -> None:
        """Ask for one thing after another until it is over."""
        while not self.record.over:
            deed = self.random.choices(list(self._deeds), list(self._deeds.values()))[0]
            try:
                await deed(self)
            except httpx.TransportError as error:
                if not self.record.closing:
                    self.record.mistrust(deed.__name__, repr(error))

    async def _ask(
        self,
        method: str,
        path: str,
        expected: int,
        *,
        faults: tuple[Place, ...] = (),
        **sent: Any,
    ) -> Any:
        """Send a request, now and then with a fault, and return a right answer, or `None`.

        `faults`: where it may fail.
        """
        place = next((one for one in faults if self.random.random() < ONE_IN_A_HUNDRED), None)
        if place is not None:
            # The server closes a connection on which it failed after the answer.
            sent["headers"] = {**sent.get("headers", {}), HEADER: place, "connection": "close"}
            expected = expected if place in _AFTER_THE_ANSWER else FAILS
        begun = monotonic()
        answer = await self._client.request(method, path, **sent)
        self.record.waited = max(self.record.waited, monotonic() - begun)
        what = f"{method} {path.partition('?')[0]}, {place or 'no fault'}"
        if answer.status_code != expected:
            if not (self.record.closing and answer.status_code in (500, 503)):
                self.record.mistrust(what, f"{answer.status_code} {answer.text}")
            return None
        if "Traceback" in answer.text or (expected == FAILS and answer.text != _PLAIN):
            self.record.mistrust(what, answer.text)
            return None
        self.record.saw(f"{answer.status_code}, {place or 'no fault'}")
        return None if expected == FAILS else answer.json()

    def _hold(self, what: str, given: Any, expected: Any) -> None:
        """Compare an answer, where there is one."""
        if given is not None and given != expected:
            self.record.mistrust(what, f"{given!r} is not {expected!r}")

    async def add(self) -> None:
        """Put a book on the shelf."""
        self._made += 1
        title = f"{self.name} {self._made}"
        book = {"title": title, "author": self.name, "year": 1900}
        added = await self._ask(
            "POST", "/books", 201, headers=ADMIN, json=book, faults=_AROUND_A_SESSION
        )
        if added is not None:
            self._own.append((added.pop("id"), title))
            self._hold("add", added, book)

    async def read(self) -> None:
        """Look at a book of one's own."""
        if not self._own:
            await self.add()
            return
        number, title = self.random.choice(self._own)
        expected = {"id": number, "title": title, "author": self.name, "year": 1900}
        path = f"/books/{number}"
        self._hold(
            "read",
            await self._ask("GET", path, 200, headers=READER, faults=_AROUND_A_SESSION),
            expected,
        )

    async def remove(self) -> None:
        """Take a book off the shelf; then it has gone."""
        if len(self._own) < 5:
            await self.add()
            return
        number, title = self._own.pop(self.random.randrange(len(self._own)))
        given = await self._ask("DELETE", f"/books/{number}", 200, headers=ADMIN)
        if given is not None:
            self._hold("remove", given["title"], title)

    async def list(self) -> None:
        """List one's own books."""
        path = f"/books?limit=100&author={self.name}"
        given = await self._ask("GET", path, 200, headers=READER, faults=_AROUND_A_SESSION)
        if given is not None:
            expected = sorted(self._own)[:100]
            self._hold("list", [(book["id"], book["title"]) for book in given], expected)

    async def ask_who(self) -> None:
        """Ask who one is."""
        self._hold(
            "me",
            await self._ask("GET", "/me", 200, headers=READER, faults=_AROUND_A_SESSION),
            {"name": "rosa", "is_admin": False},
        )
        self._hold(
            "desk",
            await self._ask("GET", "/desk", 200, headers=ADMIN, faults=_AROUND_A_SESSION),
            {"name": "ada", "same_object": True},
        )

    async def err(self) -> None:
        """Make a client's mistakes."""
        await self._ask("GET", "/me", 401)
        await self._ask("GET", "/books", 401, headers={"authorization": "Bearer ada.guesses"})
        await self._ask("GET", "/users", 403, headers=READER)
        await self._ask("GET", "/books/1?limit=0", 200, headers=READER)
        await self._ask("GET", "/books?limit=0", 422, headers=READER)
        await self._ask("GET", "/books/999999999", 404, headers=READER)
        await self._ask("POST", "/books", 422, headers=ADMIN, json={"title": ""})
        await self._ask("POST", "/books", 422, headers=ADMIN, content=b"{")
        await self._ask("POST", "/fire/sales", 422, headers=READER, json={"lines": 1})

    async def sell(self) -> None:
        """Sell; all a request can do."""
        lines = [self.name] * self.random.randrange(4)
        faults = (*_AROUND_A_SESSION, *_BEFORE_THE_ANSWER)
        given = await self._ask(
            "POST", "/fire/sales", 200, headers=READER, json=lines, faults=faults
        )
        self._hold("sell", given, {"by": "rosa", "lines": len(lines), "books": 1})

    async def order(self) -> None:
        """Order; a task goes on after the answer."""
        faults = (*_AROUND_A_SESSION, Place.ENDPOINT, Place.BACKGROUND)
        given = await self._ask(
            "POST", "/fire/orders", 200, headers=READER, json=["x"], faults=faults
        )
        self._hold("order", given, {"by": "rosa", "lines": 1, "books": 1})

    async def be_kept_waiting(self) -> None:
        """Ask what takes its time on the loop or on a thread."""
        seconds = self.random.choice((0, 0.01, 0.1))
        given = await self._ask("GET", f"/fire/wait?seconds={seconds}", 200, headers=READER)
        self._hold("wait", given, {"by": "rosa", "lines": 0, "books": 0})
        given = await self._ask(
            "GET", f"/fire/think?seconds={seconds}", 200, faults=(Place.ENDPOINT,)
        )
        self._hold("think", given, {"by": "nobody", "lines": 0, "books": 20})

    async def follow(self) -> None:
        """Read a stream to its end."""
        async with self._client.stream("GET", "/fire/export", headers=READER) as answer:
            lines = [line async for line in answer.aiter_lines()]
        if not self.record.closing:
            self._hold("follow", (answer.status_code, len(lines)), (200, STREAMED))
            self.record.saw("a stream to its end")

    _deeds: ClassVar[dict[Callable[["Visitor"], Coroutine[Any, Any, None]], int]] = {
        add: 10,
        read: 20,
        remove: 8,
        list: 10,
        ask_who: 10,
        err: 3,
        sell: 15,
        order: 10,
        be_kept_waiting: 6,
        follow: 1,
    }


_PLAIN = "Internal Server Error"
_AROUND_A_SESSION = (Place.SET_UP, Place.CLEAN_UP)
_BEFORE_THE_ANSWER = (Place.ENDPOINT, Place.SERIALISATION, Place.FUNCTION_CLEAN_UP)
_AFTER_THE_ANSWER = (Place.CLEAN_UP, Place.BACKGROUND)
