"""The fenced blocks of a written page."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(
    r"""^```(?P<language>\w+)(?:\ title="(?P<title>[^"]+)")?[^\n]*\n(?P<text>.*?)^```$""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)


@dataclass(frozen=True)
class Fence:
    """A block: its language, the file it is if it says so, and what it holds."""

    language: str
    title: str | None
    text: str


def fences(page: Path) -> list[Fence]:
    """Return the blocks of a page, in order."""
    found = FENCE.finditer(page.read_text(encoding="utf-8"))
    return [Fence(one["language"], one["title"], one["text"]) for one in found]


def texts(page: Path, language: str) -> list[str]:
    """Return the blocks of one language."""
    return [fence.text for fence in fences(page) if fence.language == language]
