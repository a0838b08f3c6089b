"""The formats of `check`, by name."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum

from rich.console import Console

from typed_depends.cli.finding import Report
from typed_depends.cli.output.github import write_github
from typed_depends.cli.output.sarif import write_sarif
from typed_depends.cli.output.text import write_text


class Format(StrEnum):
    """What a report may be written as."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def write_json(report: Report, console: Console) -> None:
    """Write the findings, how many of each code, and how many files were checked."""
    counts = Counter(finding.code for finding in report.findings)
    data = {
        "findings": [asdict(finding) for finding in report.findings],
        "summary": dict(sorted(counts.items())),
        "files": report.files,
        "warnings": report.warnings,
    }
    print(json.dumps(data, indent=2), file=console.file)


WRITERS: dict[Format, Callable[[Report, Console], None]] = {
    Format.TEXT: write_text,
    Format.JSON: write_json,
    Format.GITHUB: write_github,
    Format.SARIF: write_sarif,
}
"""Each writes a report to a console's file; only text is coloured."""
