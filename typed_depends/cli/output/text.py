"""A report for people: each finding with its line of code, then a summary by code."""

from collections import Counter
from linecache import checkcache, getline

from rich.console import Console
from rich.table import Table
from rich.text import Text

from typed_depends.cli.checking.codes import CODES
from typed_depends.cli.finding import Finding, Report


def write_text(report: Report, console: Console) -> None:
    """Write the findings in the order of files and lines."""
    checkcache()
    for finding in report.findings:
        _write_finding(finding, console)
    for warning in report.warnings:
        console.print(Text.assemble(("warning: ", "yellow"), warning), soft_wrap=True)
    _write_summary(report, console)


def _write_finding(finding: Finding, console: Console) -> None:
    console.print(
        Text.assemble(
            (f"{finding.file}:{finding.line}:{finding.column}", "bold"),
            ": ",
            finding.message,
            (f"  [{finding.code}]", "red"),
        ),
        soft_wrap=True,
    )
    line = getline(finding.file, finding.line).rstrip()
    indent = len(line) - len(line.lstrip())
    if line.strip():
        margin = f"{finding.line:>5} │ "
        console.print(Text.assemble((margin, "dim"), line[indent:]), soft_wrap=True)
    if line.strip() and line.isascii():  # elsewhere mypy's columns are not sure
        # A finding over several lines is underlined to the end of the first.
        end = finding.end_column if finding.end_line == finding.line else len(line) + 1
        blank = " " * max(0, finding.column - 1 - indent)
        under = "^" * max(1, min(end, len(line) + 1) - finding.column)
        console.print(Text.assemble(("      │ ", "dim"), blank, (under, "red")), soft_wrap=True)
    for note in finding.notes:
        console.print(Text(f"        {note}", "cyan"), soft_wrap=True)
    console.print()


def _write_summary(report: Report, console: Console) -> None:
    if not report.files:
        return
    files = _count(report.files, "file")
    if not report.findings:
        console.print(Text(f"No mistakes in {files}.", "green"))
        return
    where = _count(len({finding.file for finding in report.findings}), "file")
    found = _count(len(report.findings), "mistake")
    console.print(Text(f"{found} in {where} of {report.files} checked.", "bold"))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2), pad_edge=False)
    table.add_column(justify="right")
    for code, count in sorted(Counter(one.code for one in report.findings).items()):
        description = CODES[code].description if code in CODES else "Check that a file is Python"
        table.add_row(str(count), Text(code, "red"), Text(description, "dim"))
    console.print(table)
    if explained := [one.code for one in report.findings if one.code in CODES]:
        console.print(Text(f"typed-depends explain {explained[0]} tells why, and how to mend it."))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
