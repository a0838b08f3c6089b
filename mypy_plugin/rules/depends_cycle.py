"""`depends-cycle`: a provider must not need itself.

Knows names in order. A circle is found at every provider in it and told at the first.
"""

from collections.abc import Iterator, Sequence

from mypy_plugin.codes import DEPENDS_CYCLE
from mypy_plugin.dependants.circles import Member
from mypy_plugin.rules.finding import Finding
from typed_depends import wording


def check_cycle(circle: Sequence[Member]) -> Iterator[Finding]:
    """Yield a finding if `circle`, in the order of the calls, starts with its first member."""
    if circle and circle[0] == min(circle, key=lambda member: member.order):
        names = [member.name for member in circle]
        sentence = wording.cycle([*names, names[0]])
        yield Finding(DEPENDS_CYCLE, sentence.found, remedy=sentence.remedy)
