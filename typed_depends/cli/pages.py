"""The page of a code: in a wheel beside this module, in a checkout where it is written."""

from pathlib import Path

_HERE = Path(__file__).parent
_FOLDERS = (_HERE / "code_pages", _HERE.parent.parent / "typecheck_cases")


def page(code: str) -> str:
    """Return the page of a code as Markdown."""
    for folder in _FOLDERS:
        if (file := folder / f"{code}.md").is_file():
            return file.read_text(encoding="utf-8")
    raise FileNotFoundError(f"the page of {code} was not installed")


def introduction(text: str) -> str:
    """Return what stands before the cases: what is reported, why, and how to mend it."""
    lines = text.split("\n## ", 1)[0].splitlines()
    # The cases' own files are not installed, so a list of links to them leads nowhere.
    kept, skipping = list[str](), False
    for line in lines:
        skipping = line.startswith("More cases:") or (skipping and line.strip() != "")
        if not skipping:
            kept.append(line)
    return "\n".join(kept).strip() + "\n"


def first_case(text: str) -> str:
    """Return the page's first case: the smallest program with the mistake."""
    _, _, rest = text.partition("\n## ")
    return "## " + rest.split("\n## ", 1)[0].strip() + "\n" if rest else ""
