"""What a rule says: what was found, and how to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was found, and the remedy."""

    found: str
    remedy: str
