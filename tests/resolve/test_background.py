"""Background tasks do not queue with requests for workers: these may wait for what is open."""

import pytest
from anyio import from_thread, to_thread

from typed_depends import App, BackgroundTasks
from typed_depends.testclient import TestClient


def taken() -> float:
    """Return how many workers of requests are taken."""
    return to_thread.current_default_thread_limiter().borrowed_tokens


@pytest.mark.parametrize("interpret", ["", "1"])
def test_tasks_run_in_order_and_a_plain_one_takes_no_worker_from_requests(
    monkeypatch: pytest.MonkeyPatch, interpret: str
) -> None:
    monkeypatch.setenv("TYPED_DEPENDS_INTERPRET", interpret)
    app = App()
    done: list[tuple[str, float]] = []

    def plain(name: str, *, end: str) -> None:
        done.append((name + end, from_thread.run_sync(taken)))

    async def asynchronous(name: str) -> None:
        done.append((name, taken()))

    @app.get("/")
    async def endpoint(tasks: BackgroundTasks) -> str:
        tasks.add_task(plain, "first", end="!")
        tasks.add_task(asynchronous, "second")
        return "answered"

    with TestClient(app) as client:
        assert client.get("/").json() == "answered"
    assert done == [("first!", 0), ("second", 0)]
