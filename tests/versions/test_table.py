"""The table of versions on the pages is one that `make versions` printed."""

from collections import Counter

from .rows import rows
from .table import PAGES, table_of

BY_HALF = Counter(row.half for row in rows())


def test_every_page_shows_the_same_table() -> None:
    first, *others = [table_of(page.read_text("utf-8")) for page in PAGES]
    assert others
    assert all(first == other for other in others)


def test_the_table_has_every_row_and_every_version_that_a_row_holds() -> None:
    lines = [line.strip("| ").split(" | ") for line in table_of(PAGES[0].read_text("utf-8"))]
    assert Counter(line[0] for line in lines) == BY_HALF
    for row, line in zip(rows(), lines, strict=True):
        assert line[1].startswith(row.python)
        assert set(row.held.values()) <= set(line)


def test_no_row_of_the_table_has_failed() -> None:
    assert not [line for line in table_of(PAGES[0].read_text("utf-8")) if "failed" in line]
