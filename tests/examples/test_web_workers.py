"""HTTP scales by processes: each worker opens the bookshop's database once and closes it once."""

from pathlib import Path

from examples.workers.web import REQUESTS, serve


def test_lifespan_providers_are_set_up_and_closed_once_in_each_worker(tmp_path: Path) -> None:
    workers = serve(tmp_path)
    assert len(workers) == 2
    for seen in workers.values():
        assert seen.count("database opened") == 1
        assert seen.count("database closed") == 1
        assert seen.count("session opened") == seen.count("session closed")
    assert sum(seen.count("session opened") for seen in workers.values()) == REQUESTS
