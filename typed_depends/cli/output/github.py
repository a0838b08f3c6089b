"""Annotations of a GitHub Actions run: a line for each finding, shown beside the code.

The form is GitHub's: "Workflow commands for GitHub Actions", Setting an error message.
"""

from pathlib import Path

from rich.console import Console

from typed_depends.cli.finding import Finding, Report


def write_github(report: Report, console: Console) -> None:
    """Write one workflow command a finding, and for the log how many there are."""
    for finding in report.findings:
        print(_command(finding), file=console.file)
    count = len(report.findings)
    print(f"{count} {'mistake' if count == 1 else 'mistakes'} found", file=console.file)


def _command(finding: Finding) -> str:
    options = {
        "title": finding.code,
        "file": Path(finding.file).as_posix(),
        "line": finding.line,
        "endLine": finding.end_line or finding.line,
        "col": finding.column,
        "endColumn": finding.end_column or finding.column,
    }
    if finding.end_line > finding.line:
        # GitHub takes columns only where one line is meant.
        del options["col"], options["endColumn"]
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in options.items())
    return f"::error {shown}::{_data(chr(10).join([finding.message, *finding.notes]))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
