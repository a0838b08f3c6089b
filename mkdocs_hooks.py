"""What the documentation site is made of beside `docs/`: hooks for mkdocs.

The pages of the error codes stand in `typecheck_cases/`, for they are tests; CONTRIBUTING and
CHANGELOG in the root. They are shown from there. A link between files of the repository works
in the repository, and is rewritten here; one to a file the site does not show becomes text.
Pictures (SVG) are put into the page itself, where they follow its light and dark.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent
CASES = ROOT / "typecheck_cases"
CODES = sorted(page.stem for page in CASES.glob("depends-*.md"))
ELSEWHERE = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"} | {
    f"typecheck_cases/{page.relative_to(CASES)}": f"codes/{page.relative_to(CASES)}"
    for code in CODES
    for page in [CASES / f"{code}.md", *sorted((CASES / code).glob("*.md"))]
}
"""Where a file of the repository stands in the site."""

LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>(?!https?:|#|mailto:)[^)\s]+)\)")
PICTURE = re.compile(r"^!\[(?P<text>[^\]]*)\]\((?P<target>[^)]+\.svg)\)$", re.MULTILINE)
FENCE = re.compile(r"^(`{3,}).*?^\1$", re.DOTALL | re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let the navigation name every code in place of the word `codes`, and what it forgot."""
    assert config.nav is not None
    index = {"All codes": "codes/index.md"}
    for entry in config.nav:
        if isinstance(entry, dict) and entry.get("Codes") == "codes":
            entry["Codes"] = [index, *({code: f"codes/{code}.md"} for code in CODES)]
    listed = set(_pages(config.nav))
    unlisted = [page.name for page in (ROOT / "docs").glob("*.md") if page.name not in listed]
    config.nav.extend(sorted(unlisted))
    more = [target for target in ELSEWHERE.values() if target.count("/") > 1]
    config.not_in_nav = _patterns(["README.md", *more])
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add what is written elsewhere."""
    for source, target in ELSEWHERE.items():
        files.append(File.generated(config, target, abs_src_path=str(ROOT / source)))
    files.append(File.generated(config, "codes/index.md", content=_index()))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Rewrite links, and put pictures in; leave fenced blocks alone."""
    source = page.file.abs_src_path
    folder = Path(source).parent if source else ROOT / "typecheck_cases"
    kept: list[str] = []

    def keep(fence: re.Match[str]) -> str:
        kept.append(fence[0])
        return f"\0{len(kept) - 1}\0"

    text = FENCE.sub(keep, markdown)
    text = PICTURE.sub(lambda picture: _picture(picture, folder), text)
    text = LINK.sub(lambda link: _link(link, folder, page.file.src_uri), text)
    return re.sub("\0(\\d+)\0", lambda mark: kept[int(mark[1])], text)


def _pages(nav: Any) -> Iterator[str]:
    """Yield every page that a navigation names."""
    if isinstance(nav, str):
        yield nav
    else:
        for below in nav.values() if isinstance(nav, dict) else nav:
            yield from _pages(below)


def _index() -> str:
    """Return the page that names every code with the first sentence of its page."""
    rows = list[str]()
    for code in CODES:
        _, _, rest = (CASES / f"{code}.md").read_text(encoding="utf-8").partition("\n\n")
        sentence = re.split(r"(?<=\.)\s", " ".join(rest.split("\n\n")[0].split()))[0]
        rows.append(f"| [`{code}`]({code}.md) | {sentence} |")
    return (
        "# All codes\n\n"
        "Each has one page, which is its reference and its test: every program on it is checked by "
        "mypy in every mode, and run.\nA comment `# error: [code]` stands where mypy reports; "
        "everything else is silent.\n\n"
        "| code | the rule |\n|---|---|\n" + "\n".join(rows) + "\n"
    )


def _picture(picture: re.Match[str], folder: Path) -> str:
    drawing = (folder / picture["target"]).read_text(encoding="utf-8")
    drawing = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", drawing, flags=re.DOTALL)
    drawing = "\n".join(line for line in drawing.splitlines() if line.strip())
    return f'<div class="picture" role="img" aria-label="{picture["text"]}">\n{drawing}\n</div>'


def _link(link: re.Match[str], folder: Path, here: str) -> str:
    path, _, anchor = link["target"].partition("#")
    target = (folder / path).resolve()
    if target.is_relative_to(ROOT / "docs"):
        there = target.relative_to(ROOT / "docs").as_posix()
    elif target.is_relative_to(ROOT):
        there = ELSEWHERE.get(target.relative_to(ROOT).as_posix(), "")
    else:
        there = ""
    if not there:
        return link["text"]
    way = posixpath.relpath(there, posixpath.dirname(here) or ".")
    return f"[{link['text']}]({way}{'#' + anchor if anchor else ''})"


def _patterns(paths: list[str]) -> Any:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(paths)
