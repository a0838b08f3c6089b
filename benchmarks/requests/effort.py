"""How much is measured: what, and in how many rounds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """What a run was asked for. `quick`: to see that it works, not to believe its figures."""

    rounds: int
    quick: bool = False
    only: frozenset[str] = frozenset()

    def wants(self, *keys: str) -> bool:
        """Tell whether what has these keys, a row's and its section's, is to be measured."""
        return not self.only or not self.only.isdisjoint(keys)

    def share(self, part: float) -> int:
        """Return the rounds of something that takes long."""
        return max(2, round(self.rounds * part))
