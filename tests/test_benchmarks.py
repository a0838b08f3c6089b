"""The benchmark's contenders are comparable: each answers the same. No time is asserted."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.requests import publish, shapes
from benchmarks.requests.contenders import NAMES
from benchmarks.requests.results import Section, read, results, row
from benchmarks.requests.sections.calls import admin_calls, agreeing, graph_calls
from benchmarks.requests.sections.growth import slopes
from benchmarks.requests.sections.resolution import RESOLVERS, resolver
from benchmarks.requests.text import for_terminal, in_markdown

SOME_SHAPES = (*shapes.GRAPHS, shapes.DIAMOND, *shapes.many_routes(2).values())


def of_installed(name: str) -> str:
    """Return the name of a contender, if it is there."""
    if name not in ("hand", "typed_depends"):
        pytest.importorskip(name)
    return name


@pytest.mark.anyio
@pytest.mark.parametrize("name", NAMES)
async def test_every_contender_answers_every_shape_alike(name: str) -> None:
    for shape in SOME_SHAPES:
        await graph_calls(shape, [of_installed(name)])
    await admin_calls([name])


@pytest.mark.anyio
@pytest.mark.parametrize("title", RESOLVERS)
async def test_every_contender_resolves_every_shape_alike(title: str) -> None:
    of_installed(RESOLVERS[title][0])
    for shape in shapes.RESOLVED:
        await agreeing({title: await resolver(title, shape)}, shape.answer())


@pytest.mark.anyio
async def test_a_contender_that_answers_something_else_is_not_measured() -> None:
    async def wrong() -> bytes:
        return b'{"value": 0}'

    with pytest.raises(AssertionError, match="eve answers"):
        await agreeing({"eve": wrong}, {"value": 1})


def test_a_slope_is_that_of_the_line_through_each_rounds_points() -> None:
    assert slopes((1, 2, 5), [[3.0, 1.0], [5.0, 1.0], [11.0, 1.0]]) == pytest.approx([2.0, 0.0])


def test_a_figure_is_the_middle_of_ratios_within_a_round() -> None:
    one = row("k", "title", {"hand": [1.0, 2.0, 4.0], "other": [2.0, 6.0, 4.0]}, scale=10)
    assert one.figures["other"].ratio.middle == 2.0
    assert one.figures["other"].amount.middle == 40.0
    assert one.figures["other"].ratio.low == 1.5


def test_results_are_the_same_after_they_were_written_and_read(tmp_path: Path) -> None:
    one = row("k", "title", {"hand": [1.0, 2.0], "other": [2.0, 5.0]})
    written = results(2, [Section("calls", "whole", (one, replace(one, tell="amount")))])
    written.write(tmp_path / "results.json")
    assert read(tmp_path / "results.json") == written


def test_a_table_names_what_a_row_lacks_with_an_empty_cell() -> None:
    full = row("k", "full", {"hand": [1e-6, 1e-6], "other": [3e-6, 3e-6]})
    part = row("l", "part", {"hand": [5e-4, 5e-4]})
    heading, *lines = for_terminal(Section("calls", "whole", (full, part)))
    assert heading.split() == ["whole", "hand", "other"]
    assert lines[0].split() == ["full", "1", "µs", "=", "1", "3.00", "(3.00–3.00)"]
    assert lines[1].split() == ["part", "500", "µs", "=", "1"]


def test_the_published_tables_are_those_of_the_published_figures() -> None:
    page = publish.PAGE.read_text(encoding="utf-8")
    published = read(publish.FIGURES)
    assert in_markdown(published) in page
    assert publish.renewed(page, published) == page


def test_the_published_picture_can_be_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from benchmarks.requests.picture import draw

    draw(read(publish.FIGURES), tmp_path / "picture.svg")
    assert "ratio to hand-written" in (tmp_path / "picture.svg").read_text(encoding="utf-8")
