"""One application, several threads with loops of their own."""

import threading
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from starlette.testclient import TestClient

from typed_depends import App, Depends


def test_one_app_serves_threads_with_loops_and_lifespans_of_their_own() -> None:
    log: list[str] = []

    async def pool() -> AsyncIterator[str]:
        log.append("+pool")
        yield threading.current_thread().name
        log.append("-pool")

    def session(pool: Annotated[str, Depends(pool, scope="lifespan")]) -> Iterator[str]:
        log.append("+session")
        yield pool
        log.append("-session")

    app = App()

    @app.get("/{number}")
    def endpoint(number: int, session: Annotated[str, Depends(session)]) -> list[object]:
        return [number, session]

    seen: list[set[str]] = []

    def work() -> None:
        with TestClient(app) as client:
            answers = [client.get(f"/{number}").json() for number in range(10)]
        assert [number for number, _ in answers] == list(range(10))
        seen.append({pool for _, pool in answers})

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Each loop had one pool, and its own.
    assert [len(pools) for pools in seen] == [1, 1, 1, 1]
    assert len(set().union(*seen)) == 4
    assert log.count("+pool") == log.count("-pool") == 4
    assert log.count("+session") == log.count("-session") == 40
