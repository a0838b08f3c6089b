"""What the check of real applications compares, without a network."""

import re
from pathlib import Path

from .check import disagreements, known_findings
from .projects import PROJECTS, files_with_markers

ROOT = Path(__file__).parents[2]

FINDING = 'a.py:3: error: "x" is declared "int", but "f" provides "str"  [depends-type]'
NOTE = 'a.py:3: note: "f" is defined at a.py and returns "str"'
OWN = 'a.py:9: error: Name "y" is not defined  [name-defined]'


def test_a_known_finding_and_its_note_disagree_with_nothing() -> None:
    """Its own lines are the same with the plugin and without."""
    assert not list(disagreements([OWN], [FINDING, NOTE, OWN], [("a.py:3", "depends-type")]))


def test_what_is_new_gone_or_changed_is_told() -> None:
    """A finding nobody knows, one that went, and a line of mypy's own that only one run has."""
    told = list(disagreements([OWN], [FINDING, NOTE], [("b.py:1", "depends-type")]))
    assert [row.partition(":")[0] for row in told] == ["mypy alone", "new", "gone"]


def test_a_note_elsewhere_is_mypys_own() -> None:
    """Only a note right under a finding belongs to it."""
    note = 'a.py:4: note: Revealed type is "int"'
    assert list(disagreements([], [FINDING, note], [("a.py:3", "depends-type")])) == [
        f"with the plugin: {note}"
    ]


def test_the_documents_say_what_is_listed() -> None:
    """The table has each project's findings, and the README their sum."""
    found = {project: len(known_findings(project.name)) for project in PROJECTS}
    table = (ROOT / "docs" / "reality.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\S+ \S+) \| [\d,]+ \| (\d+) \|$", table, re.M))
    assert rows == {f"{p.name} {p.version}": str(count) for p, count in found.items()}
    sentence = f"{sum(found.values())} mistakes in {sum(map(bool, found.values()))} of them"
    assert sentence in (ROOT / "README.md").read_text(encoding="utf-8")


def test_only_files_with_markers_are_checked(tmp_path: Path) -> None:
    """A file is named relative to the root, with the number of its markers."""
    (tmp_path / "routes.py").write_text("a = Depends(f), Security(g)\n")
    (tmp_path / "models.py").write_text("class Depends: ...\n")
    assert files_with_markers(tmp_path) == {"routes.py": 2}
