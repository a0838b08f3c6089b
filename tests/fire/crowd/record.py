"""What the crowd has seen: how much of what, and what should not have been."""

from collections import Counter
from dataclasses import dataclass, field

LONGEST = 400


@dataclass
class Record:
    """The observations of one run.

    `waited`: the longest time for an answer, in seconds. `over`: nobody begins anything new.
    `closing`: the server was told to end.
    """

    done: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    waited: float = 0
    over: bool = False
    closing: bool = False

    def saw(self, what: str) -> None:
        """Count something that went as it should."""
        self.done[what] += 1

    def mistrust(self, what: str, seen: object) -> None:
        """Count something that did not."""
        self.wrong[f"{what}: {str(seen)[:LONGEST]}"] += 1
