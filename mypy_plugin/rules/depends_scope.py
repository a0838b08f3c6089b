"""`depends-scope`: nothing may hold what ends before it.

Knows scopes and what is held. Knows neither trees nor mypy's types. A provider without a
lifetime of its own hands on what it holds, so the whole way counts.
"""

from collections.abc import Iterable, Iterator

from mypy_plugin.codes import DEPENDS_SCOPE
from mypy_plugin.dependants.lifetimes import RequestValue, Way
from mypy_plugin.rules.finding import Finding
from typed_depends import wording
from typed_depends.chain import Chain, Link
from typed_depends.scope import outlives


def check_scope(
    owner: Way,
    holder: Link,
    ways: Iterable[Way],
    values: Iterable[tuple[Way, RequestValue]],
) -> Iterator[Finding]:
    """Yield a finding for each thing that ends before `holder`, which holds it.

    `owner` is what asks for the holder, if it has a name; `values` are what the holder
    would read from a request.
    """
    if holder.scope is None:
        return
    for way in ways:
        held = way[-1]
        if held.scope is not None and outlives(holder.scope, held.scope):
            sentence = wording.scope_inversion(holder.name, holder.scope, held.name, held.scope)
            yield _finding(sentence, (*owner, holder, *way))
    if holder.scope == "lifespan":
        for way, value in values:
            sentence = wording.request_value_under_lifespan(
                holder.name, value.dependant, value.parameter, value.shown
            )
            yield _finding(sentence, (*owner, holder, *way))


def _finding(sentence: wording.Sentence, way: Way) -> Finding:
    return Finding(
        DEPENDS_SCOPE, sentence.found, remedy=sentence.remedy, path=str(Chain(way)), way=way
    )
