"""`depends-annotation`: a marker that the running program would lose.

Knows what is asked for and which name is not there; not how that is found out.
"""

from collections.abc import Iterator

from mypy_plugin.codes import DEPENDS_ANNOTATION
from mypy_plugin.rules.finding import Finding
from typed_depends import wording


def check_annotation(
    dependant: str, parameter: str, annotation: str, missing: str | None
) -> Iterator[Finding]:
    """Yield a finding if a name in the annotation of a parameter is `missing`."""
    if missing is not None:
        sentence = wording.lost_annotation(dependant, parameter, annotation, missing)
        yield Finding(DEPENDS_ANNOTATION, sentence.found, remedy=sentence.remedy)


def check_return_annotation(
    dependant: str, annotation: str, missing: str | None
) -> Iterator[Finding]:
    """Yield a finding if a name in the annotation of what is returned is `missing`."""
    if missing is not None:
        sentence = wording.lost_return_annotation(dependant, annotation, missing)
        yield Finding(DEPENDS_ANNOTATION, sentence.found, remedy=sentence.remedy)


def refuse_blinding(dependant: str, parameter: str, missing: str) -> Iterator[Finding]:
    """Yield the finding about a name for want of which another parameter is lost."""
    sentence = wording.blinding_annotation(dependant, parameter, missing)
    yield Finding(DEPENDS_ANNOTATION, sentence.found, remedy=sentence.remedy)


def refuse_generic_alias(dependant: str, parameter: str, alias: str) -> Iterator[Finding]:
    """Yield the finding about a marker that an alias has which FastAPI does not read."""
    sentence = wording.generic_alias(dependant, parameter, alias)
    yield Finding(DEPENDS_ANNOTATION, sentence.found, remedy=sentence.remedy)


def refuse_buried(dependant: str, parameter: str) -> Iterator[Finding]:
    """Yield the finding about a marker within the type of a parameter."""
    sentence = wording.buried_marker(dependant, parameter)
    yield Finding(DEPENDS_ANNOTATION, sentence.found, remedy=sentence.remedy)
