"""Puts a run into the documentation: its figures, the tables made of them, the picture."""

from pathlib import Path
from typing import Final

from benchmarks.requests.picture import draw
from benchmarks.requests.results import Results
from benchmarks.requests.text import in_markdown

_ROOT: Final = Path(__file__).resolve().parents[2]
FIGURES: Final = _ROOT / "benchmarks" / "results" / "requests.json"
PICTURE: Final = _ROOT / "docs" / "benchmarks.svg"
PAGE: Final = _ROOT / "docs" / "benchmarks.md"
_BEGIN: Final = "<!-- figures: written by `make bench-publish` -->\n"
_END: Final = "<!-- end of figures -->\n"


def publish(results: Results) -> None:
    """Write all three."""
    results.write(FIGURES)
    draw(results, PICTURE)
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")


def renewed(page: str, results: Results) -> str:
    """Return the page with the tables of `results` in the place of its own."""
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{PAGE} has no place for figures")
    return f"{before}{begin}\n{in_markdown(results)}\n{end}{after}"
