"""SARIF 2.1.0 (OASIS), for code scanning: results, and the page of each rule as its help."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rich.console import Console

from typed_depends.cli.checking.codes import CODES
from typed_depends.cli.finding import SYNTAX, Finding, Report
from typed_depends.cli.pages import introduction, page

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def write_sarif(report: Report, console: Console) -> None:
    """Write one run, whose rules are all the codes there are."""
    rules = [*(_rule(code) for code in CODES), _syntax_rule()]
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "typed-depends",
                "version": version("typed_depends"),
                "rules": rules,
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder it ran in."}}},
        "results": [_result(finding, places[finding.code]) for finding in report.findings],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "warning", "message": {"text": text}} for text in report.warnings
                ],
            }
        ],
    }
    data = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    print(json.dumps(data, indent=2), file=console.file)


def _rule(name: str) -> dict[str, Any]:
    code, text = CODES[name], introduction(page(name))
    return {
        "id": name,
        "name": "".join(word.title() for word in name.split("-")),
        "shortDescription": {"text": code.description},
        "fullDescription": {"text": code.description},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": "error", "enabled": code.default_enabled},
        "properties": {"tags": ["dependency injection", "fastapi"]},
    }


def _syntax_rule() -> dict[str, Any]:
    text = "Check that a file is Python"
    return {"id": SYNTAX, "shortDescription": {"text": text}, "fullDescription": {"text": text}}


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    path = Path(finding.file)
    artifact = {"uri": quote(path.as_posix()), "uriBaseId": "SRCROOT"}
    if path.is_absolute() or ".." in path.parts:
        artifact = {"uri": path.resolve().as_uri()}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": "error",
        "message": {"text": "\n".join([finding.message, *finding.notes])},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {
                        "startLine": finding.line,
                        "startColumn": finding.column,
                        "endLine": max(finding.end_line, finding.line),
                        "endColumn": max(finding.end_column, 1),
                    },
                }
            }
        ],
    }
