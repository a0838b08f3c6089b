"""The two families of markers: a case is written for one and read a second time for the other.

Only words are exchanged, never lines, so every expectation keeps its place.
"""

import re
from typing import Final

_EXCHANGE: Final = (
    (r"\btyped_depends\.markers\b", "fastapi.params"),
    (r"\bmarkers\.(?=Depends\b)", "params."),
    (r"\bimport markers\b", "import params"),
    (r"\btyped_depends\b(?!\.testing\b)", "fastapi"),
    (r"\bApp\b", "FastAPI"),
    (r"\bRouter\b", "APIRouter"),
)


def in_family(text: str, family: str) -> str:
    """Return `text`, written with `typed_depends`, in the words of `family`."""
    if family == "fastapi":
        for pattern, word in _EXCHANGE:
            text = re.sub(pattern, word, text)
    return text
