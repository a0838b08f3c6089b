"""Results as a picture, an SVG that reads well on light pages and on dark ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.requests.contenders import NAMES
from benchmarks.requests.results import Results, Row, Section
from benchmarks.requests.sections.resolution import RESOLVERS

# Of middling lightness, so that all of them stand out from white and from black.
_COLORS: Final = ("#8a8f98", "#d6336c", "#12987f", "#b4690e", "#3b7dd8", "#9b51e0")
_INK: Final = "#7b828c"
_WIDTH, _PANEL_HEIGHT = 10, 3.6


def draw(results: Results, path: Path) -> None:
    """Draw a panel for each section that has one, two beside each other."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    found = [one for one in results.sections if one.key in _PANELS]
    if not found:
        return
    with mpl.rc_context(_style()):
        rows = (len(found) + 1) // 2
        figure = Figure(figsize=(_WIDTH, rows * _PANEL_HEIGHT + 0.6), layout="constrained")
        axes = figure.subplots(rows, 2, squeeze=False).flatten()
        for section, axis in zip(found, axes, strict=False):
            _PANELS[section.key](axis, section)
        for axis in axes[len(found) :]:
            axis.set_axis_off()
        handles = {
            label: handle
            for axis in axes
            for handle, label in zip(*axis.get_legend_handles_labels(), strict=True)
        }
        figure.legend(
            handles.values(), handles.keys(), loc="outside upper center", ncols=len(handles)
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, transparent=True, metadata={"Date": None})


def _ratios(axis: Any, section: Section) -> None:
    """Draw a row for each shape and a dot for each contender, its quartiles as a bar."""
    names = NAMES if section.key != "resolution" else tuple(RESOLVERS)
    for place, row in enumerate(section.rows):
        for name, figure in row.figures.items():
            ratio = figure.ratio
            axis.errorbar(
                ratio.middle,
                place + (names.index(name) - (len(names) - 1) / 2) * 0.11,
                xerr=[[ratio.middle - ratio.low], [ratio.high - ratio.middle]],
                fmt="o",
                markersize=5,
                color=_color(name),
                label=_label(name),
            )
    _numbered(axis.xaxis, axis.set_xscale, section)
    axis.axvline(1, color=_INK, linewidth=0.8)
    axis.set_yticks(range(len(section.rows)), [_short(row) for row in section.rows])
    axis.invert_yaxis()
    axis.set_title(f"{section.title}, ratio to hand-written")


def _curves(axis: Any, section: Section) -> None:
    """Draw a line for each contender through the points that have a number as key."""
    points = [row for row in section.rows if row.key.isdigit()]
    counts = [int(row.key) for row in points]
    for name in points[0].figures:
        amounts = [row.figures[name].amount for row in points]
        axis.plot(
            counts,
            [one.middle for one in amounts],
            marker="o",
            markersize=3.5,
            color=_color(name),
            label=_label(name),
        )
        axis.fill_between(
            counts,
            [one.low for one in amounts],
            [one.high for one in amounts],
            color=_color(name),
            alpha=0.2,
            linewidth=0,
        )
    _numbered(axis.yaxis, axis.set_yscale, section)
    if section.key == "growth":
        axis.set_xscale("log")
    axis.set_xticks(counts, [str(count) for count in counts])
    axis.xaxis.minorticks_off()
    axis.set_title(f"{section.title}, {points[0].unit}")


_PANELS: Final[dict[str, Callable[[Any, Section], None]]] = {
    "calls": _ratios,
    "resolution": _ratios,
    "growth": _curves,
    "depth": _curves,
    "crowd": _ratios,
    "load": _ratios,
}


def _numbered(axis: Any, set_scale: Callable[[str], None], section: Section) -> None:
    """Number an axis plainly; by powers of ten where figures lie so far apart."""
    amounts = [figure.ratio.middle for row in section.rows for figure in row.figures.values()]
    if max(amounts) > 4 * min(amounts):
        set_scale("log")
        axis.set_minor_formatter(lambda value, _: "")
    axis.set_major_formatter(lambda value, _: f"{value:g}")


def _color(name: str) -> str:
    return _COLORS[NAMES.index(name)] if name in NAMES else _COLORS[1]


def _label(name: str) -> str:
    return name if name in NAMES else "_not in the legend"


def _short(row: Row) -> str:
    return row.title.partition(";")[0].partition(", by")[0]


def _style() -> Any:
    ink = ("text.color", "axes.edgecolor", "axes.labelcolor", "axes.titlecolor")
    return {
        **dict.fromkeys((*ink, "xtick.color", "ytick.color", "grid.color"), _INK),
        "svg.fonttype": "none",
        "svg.hashsalt": "typed_depends",
        "font.size": 9,
        "axes.titlesize": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.alpha": 0.25,
        "legend.frameon": False,
    }
