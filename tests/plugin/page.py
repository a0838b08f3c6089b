"""Read a case page: prose for people, fences that are programs, expectations in their comments.

A page is a rule's reference and its test. Below a `## heading` stands one case:

    `store.py`:                  a paragraph that names the file of the fence after it
    Runtime: ok                  what the same code does when it is run (or an exception class)
    Families: fastapi            written for this family of markers only
    Python: 3.12                 the oldest syntax the case needs
    FastAPI: 0.165               the oldest FastAPI it is known to hold for
    Plugins: pydantic.mypy       other mypy plugins to load beside ours
    ### Edit: a title            a later state: its fences replace the files of the same name
    Gone: one.py, two.py         files that an edit deletes

Inside a file, `# error: [code] "part of the text"` expects exactly that error on its line, and
`# note: "part"` that note. A comment with a line of its own speaks of the next line of code.
Expectations are taken out before mypy reads the file.

Knows Markdown and comments. Knows nothing of how mypy is run.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mypy.errorcodes import ErrorCode
from mypy.errorcodes import error_codes as mypy_codes

from mypy_plugin import codes

PAGES = Path(__file__).parents[2] / "typecheck_cases"

FAMILIES = ("typed_depends", "fastapi")

_DIRECTIVE = re.compile(r"(?P<name>[A-Z][A-Za-z]+):\s+`?(?P<value>[^`]+?)`?")
_FILE_LABEL = re.compile(r"`(?P<name>[^`]+)`:")
_LOOKS_EXPECTED = re.compile(r"#\s*(?:error|note|warning)s?\b\s*[:\[]", re.IGNORECASE)
_EXPECTED = re.compile(
    r"#\s*(?P<severity>error|note):"
    r"(?:\s*\[(?P<code>[a-z0-9-]+)\])?"
    r"(?P<parts>(?:\s*(?:\"[^\"]*\"|'[^']*'))*)\s*"
)
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_FILE_NAMES = {".py": "module", ".pyi": "stub", ".ini": "configuration"}


class PageError(Exception):
    """Raised when a page says something the harness would otherwise pass over in silence."""

    def __init__(self, page: str, line: int, problem: str) -> None:
        """Point at `line` (from 1) of `page`."""
        super().__init__(f"{page}:{line}: {problem}")


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line that mypy must print: its place, its code, and parts of its text."""

    file: str
    line: int
    severity: str
    code: str | None
    parts: tuple[str, ...]

    def __str__(self) -> str:
        """Write the expectation as it stands in the page."""
        code = f" [{self.code}]" if self.code else ""
        parts = "".join(f" {part!r}" for part in self.parts)
        return f"{self.file}:{self.line}: {self.severity}:{code}{parts}"


@dataclass(frozen=True, slots=True)
class State:
    """All files of a case at one moment, and what is expected of them."""

    title: str
    files: Mapping[str, str]
    expected: tuple[Expectation, ...]
    runtime: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One program (`states[0]`) and its edits."""

    page: str
    title: str
    line: int
    families: tuple[str, ...]
    python: tuple[int, int] | None
    fastapi: tuple[int, ...]
    plugins: tuple[str, ...]
    states: tuple[State, ...]

    @property
    def slug(self) -> str:
        """The case as a package name, unique over all pages."""
        words = re.sub(r"[^a-z0-9]+", "_", f"{self.page} {self.title}".lower())
        return words.strip("_")[:90].rstrip("_")

    @property
    def reports(self) -> bool:
        """Whether some state of the case expects an error."""
        return any(e.severity == "error" for state in self.states for e in state.expected)


@dataclass(slots=True)
class _Draft:
    """A state while its lines are being read."""

    title: str
    line: int
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    directives: dict[str, str] = field(default_factory=dict)

    @property
    def gone(self) -> set[str]:
        """The files that the edit deletes."""
        return set(self.directives.get("Gone", "").replace(",", " ").split())


@cache
def plugin_codes() -> frozenset[str]:
    """Every code the plugin defines."""
    return frozenset(code.code for code in vars(codes).values() if isinstance(code, ErrorCode))


def read_pages(folder: Path = PAGES) -> tuple[Case, ...]:
    """Read every page below `folder`."""
    cases = tuple(
        case
        for path in sorted(folder.rglob("*.md"))
        for case in read_page(path.relative_to(folder).with_suffix("").as_posix(), path.read_text())
    )
    seen: dict[str, Case] = {}
    for case in cases:
        if other := seen.get(case.slug):
            raise PageError(case.page, case.line, f"the title is that of {other.page}")
        seen[case.slug] = case
    return cases


def read_page(page: str, text: str) -> tuple[Case, ...]:
    """Read one page; `page` is its name without suffix, for messages."""
    return tuple(_cases(page, MarkdownIt("commonmark").parse(text)))


def _cases(page: str, tokens: Sequence[Token]) -> Iterator[Case]:
    drafts: list[_Draft] = []
    label: str | None = None
    for index, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 0
        match token.type:
            case "heading_open" | "paragraph_open" if label is not None and drafts:
                raise PageError(page, line, f"{label!r} is announced, but no fence follows")
            case "heading_open" if token.tag == "h2":
                if drafts:
                    yield _finish(page, drafts)
                drafts = [_Draft(tokens[index + 1].content, line)]
            case "heading_open" if token.tag == "h3" and drafts:
                title = tokens[index + 1].content
                if not title.startswith("Edit: "):
                    raise PageError(
                        page, line, f"a heading within a case is an edit, not {title!r}"
                    )
                drafts.append(_Draft(title.removeprefix("Edit: "), line))
            case "inline" if tokens[index - 1].type == "paragraph_open":
                label = _read_paragraph(page, line, token.content, drafts)
            case "fence" if drafts:
                if label is None:
                    raise PageError(
                        page, line, "a fence within a case needs a line `file.py`: above"
                    )
                if label in drafts[-1].files:
                    raise PageError(page, line, f"{label!r} stands twice in one state")
                drafts[-1].files[label] = (line, token.content)
                label = None
            case _:
                pass
    if label is not None:
        raise PageError(page, drafts[-1].line, f"{label!r} is announced, but no fence follows")
    if drafts:
        yield _finish(page, drafts)


def _read_paragraph(page: str, line: int, text: str, drafts: list[_Draft]) -> str | None:
    """Take directives from the paragraph; return the file name if it announces one."""
    label = None
    for row in text.splitlines():
        if drafts and (found := _FILE_LABEL.fullmatch(row.strip())):
            label = found["name"]
            path = PurePosixPath(label)
            if path.suffix not in _FILE_NAMES or path.is_absolute() or ".." in path.parts:
                raise PageError(page, line, f"{label!r} is no file of a case")
        elif (found := _DIRECTIVE.fullmatch(row.strip())) and drafts:
            if found["name"] not in _DIRECTIVES:
                raise PageError(page, line, f"{found['name']!r} is no line a case may have")
            drafts[-1].directives[found["name"]] = found["value"]
    return label


_DIRECTIVES = frozenset({"Runtime", "Families", "Python", "FastAPI", "Plugins", "Gone"})


def _finish(page: str, drafts: Sequence[_Draft]) -> Case:
    first, *edits = drafts
    if not first.files:
        raise PageError(page, first.line, "a case without a file")
    for edit in edits:
        if stray := edit.directives.keys() - {"Runtime", "Gone"}:
            raise PageError(page, edit.line, f"{sorted(stray)} belong to the case, not to an edit")
        if unknown := (edit.files.keys() | edit.gone) - first.files.keys():
            raise PageError(page, edit.line, f"{sorted(unknown)} are no files of this case")
    states = tuple(_states(page, drafts))
    for edit, before, after in zip(edits, states, states[1:], strict=False):
        if before.files == after.files:
            raise PageError(page, edit.line, "an edit that changes nothing")
    return Case(
        page=page,
        title=first.title,
        line=first.line,
        families=_families(page, first),
        python=_python(page, first),
        fastapi=tuple(map(int, first.directives.get("FastAPI", "0").split("."))),
        plugins=tuple(first.directives.get("Plugins", "").replace(",", " ").split()),
        states=states,
    )


def _states(page: str, drafts: Sequence[_Draft]) -> Iterator[State]:
    files: dict[str, tuple[int, str]] = {}
    for draft in drafts:
        files |= draft.files
        for name in draft.gone:
            files.pop(name, None)
        expected = (
            expectation
            for name, (line, text) in files.items()
            for expectation in read_expectations(page, line, name, text)
        )
        yield State(
            title=draft.title,
            files={name: without_expectations(text) for name, (_, text) in files.items()},
            expected=tuple(expected),
            runtime=draft.directives.get("Runtime"),
        )


def _families(page: str, draft: _Draft) -> tuple[str, ...]:
    families = tuple(draft.directives.get("Families", " ".join(FAMILIES)).replace(",", " ").split())
    if unknown := set(families) - set(FAMILIES):
        raise PageError(page, draft.line, f"no family {sorted(unknown)}; there are {FAMILIES}")
    return families


def _python(page: str, draft: _Draft) -> tuple[int, int] | None:
    if (text := draft.directives.get("Python")) is None:
        return None
    if not (found := re.fullmatch(r"3\.(\d+)", text)):
        raise PageError(page, draft.line, f"{text!r} is no Python version")
    return 3, int(found[1])


def read_expectations(page: str, start: int, file: str, text: str) -> Iterator[Expectation]:
    """Yield what the comments of `text`, a fence opened at line `start` of `page`, expect."""
    waiting: list[tuple[str, str | None, tuple[str, ...]]] = []
    for number, row in enumerate(text.splitlines(), start=1):
        found = _LOOKS_EXPECTED.search(row)
        here = [] if not found else list(_read_comment(page, start + number, row[found.start() :]))
        if found and not row[: found.start()].strip():
            waiting += here
            continue
        if not row.strip():
            continue
        for severity, code, parts in waiting + here:
            yield Expectation(file, number, severity, code, parts)
        waiting = []
    if waiting:
        raise PageError(page, start, f"the last expectation of {file!r} has no line of code")


def without_expectations(text: str) -> str:
    """The program itself, line for line: an edit may expect something new of an unchanged file."""
    rows = (_LOOKS_EXPECTED.split(row, maxsplit=1)[0].rstrip(" ") for row in text.split("\n"))
    return "\n".join(rows)


def _read_comment(
    page: str, line: int, comment: str
) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    position = 0
    while position < len(comment):
        found = _EXPECTED.match(comment, position)
        if not found:
            raise PageError(page, line, f"not an expectation: {comment[position:]!r}")
        code: str | None = found["code"]
        if found["severity"] == "error" and code is None:
            raise PageError(page, line, "an expected error names its code first")
        if code is not None and code not in mypy_codes.keys() | plugin_codes():
            raise PageError(page, line, f"neither mypy nor the plugin has a code {code!r}")
        parts = tuple(one or other for one, other in _PART.findall(found["parts"]))
        yield found["severity"], code, parts
        position = found.end()
