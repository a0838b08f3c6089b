"""`depends-yield`: a generator provider yields once, and lets exceptions pass.

Knows what may go wrong in a body, not how that is found out.
"""

from mypy_plugin.codes import DEPENDS_YIELD
from mypy_plugin.rules.finding import Finding
from typed_depends import wording
from typed_depends.wording import Sentence


def check_never(provider: str) -> Finding:
    """Give the finding for a provider that can finish without a `yield`."""
    return _finding(wording.never_yields(provider))


def check_again(provider: str) -> Finding:
    """Give the finding for a provider that can yield a second time."""
    return _finding(wording.yields_again(provider))


def check_swallowed(provider: str, errors: str, by: str) -> Finding:
    """Give the finding for a provider that keeps `errors` thrown at its `yield`."""
    return _finding(wording.swallows(provider, errors, by))


def _finding(sentence: Sentence) -> Finding:
    return Finding(DEPENDS_YIELD, sentence.found, remedy=sentence.remedy)
