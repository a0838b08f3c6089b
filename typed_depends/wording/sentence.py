"""What a rule says: what was found, and how to mend it."""

from typing import NamedTuple


class Sentence(NamedTuple):
    """What was found, and the remedy."""

    found: str
    remedy: str
