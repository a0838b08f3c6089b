"""Results as text: tables for a terminal, and in Markdown for the documentation."""

from collections.abc import Iterator

from benchmarks.requests.results import Figure, Quartiles, Results, Row, Section


def for_terminal(section: Section) -> Iterator[str]:
    """Yield a section's lines."""
    columns = _columns(section)
    width = max(len(line) for line in (section.title, *(one.title for one in section.rows)))
    yield f"{section.title:{width}}" + "".join(f"{name:>21}" for name in columns)
    for one in section.rows:
        cells = (_cell(one, name) for name in columns)
        yield f"{one.title:{width}}" + "".join(f"{cell:>21}" for cell in cells)


def in_markdown(results: Results) -> str:
    """Return all tables, and under what circumstances they came about."""
    lines: list[str] = []
    for section in results.sections:
        columns = _columns(section)
        lines += [f"### {_capital(section.title)}", ""]
        lines.append(f"| | {' | '.join(columns)} |")
        lines.append("|---|" + "--:|" * len(columns))
        for one in section.rows:
            cells = (_cell(one, name) for name in columns)
            lines.append(f"| {one.title} | {' | '.join(cells)} |")
        lines.append("")
    lines += [f"Measured {circumstances(results)}.", ""]
    return "\n".join(lines)


def circumstances(results: Results) -> str:
    """Say when, where and with what a run was made."""
    versions = ", ".join(f"{name} {number}" for name, number in results.versions.items())
    return (
        f"{results.when} on {results.machine}, Python {results.python}, "
        f"{results.rounds} rounds; {versions}"
    )


def _columns(section: Section) -> list[str]:
    return list(dict.fromkeys(name for one in section.rows for name in one.figures))


def _cell(row: Row, name: str) -> str:
    """Write a figure: the first contender's amount, the ratios of all others to it."""
    figure = row.figures.get(name)
    if figure is None:
        return ""
    if row.tell == "amount":
        return f"{_number(figure.amount.middle)} {row.unit}{_times(row, figure)}"
    if figure is next(iter(row.figures.values())):
        return f"{_number(figure.amount.middle)} {row.unit} = 1"
    return f"{figure.ratio.middle:.2f} ({_between(figure.ratio)})"


def _times(row: Row, figure: Figure) -> str:
    return "" if figure is next(iter(row.figures.values())) else f" (×{figure.ratio.middle:.2f})"


def _between(quartiles: Quartiles) -> str:
    return f"{quartiles.low:.2f}–{quartiles.high:.2f}"


def _number(amount: float) -> str:
    return f"{amount:.0f}" if amount >= 100 else f"{amount:.3g}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
