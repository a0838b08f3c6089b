"""`depends-yield`: a generator provider yields once, and lets exceptions pass.

Knows what may go wrong in a body, not how that is found out.
"""

from mypy_plugin.codes import DEPENDS_YIELD
from mypy_plugin.rules.finding import Finding
from mypy_plugin.types.yielding import Fault
from typed_depends import wording
from typed_depends.wording import Sentence


def check_never(provider: str) -> Finding:
    """Give the finding for a provider that can finish without a `yield`."""
    return _finding(wording.never_yields(provider))


def check_again(provider: str) -> Finding:
    """Give the finding for a provider that can yield a second time."""
    return _finding(wording.yields_again(provider))


def check_swallowed(provider: str, errors: str) -> Finding:
    """Give the finding for a provider that keeps `errors` thrown at its `yield`."""
    return _finding(wording.swallows(provider, errors))


def check_fault(provider: str, fault: Fault) -> Finding:
    """Give the finding for what a generator of another module does wrong."""
    match fault.kind:
        case "never":
            return check_never(provider)
        case "again":
            return check_again(provider)
        case "keeps":
            return check_swallowed(provider, fault.errors)


def _finding(sentence: Sentence) -> Finding:
    return Finding(DEPENDS_YIELD, sentence.found, remedy=sentence.remedy)
