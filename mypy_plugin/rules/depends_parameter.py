"""`depends-parameter`: a parameter of a provider or an endpoint that nothing can fill.

Knows one parameter at a time.
"""

from collections.abc import Iterator
from typing import NamedTuple

from mypy_plugin.codes import DEPENDS_PARAMETER
from mypy_plugin.rules.finding import Finding
from typed_depends import wording
from typed_depends.wording import Sentence


class Asked(NamedTuple):
    """One parameter that no dependency fills.

    `name` is written with its stars, `unreadable` is the type that no source can produce.
    """

    name: str
    is_variadic: bool = False
    is_positional_only: bool = False
    unreadable: str | None = None


def check_parameter(dependant: str, asked: Asked) -> Iterator[Finding]:
    """Yield a finding if nothing can fill what `dependant` asks for."""
    if asked.is_variadic:
        yield _finding(wording.variadic_parameter(dependant, asked.name))
    elif asked.is_positional_only:
        yield _finding(wording.positional_only_parameter(dependant, asked.name))
    elif asked.unreadable is not None:
        yield _finding(wording.unfillable_parameter(dependant, asked.name, asked.unreadable))


def refuse_init_variable(dependant: str, parameter: str, annotation: str) -> Iterator[Finding]:
    """Yield the finding about an `InitVar` that FastAPI takes for a type."""
    yield _finding(wording.init_variable(dependant, parameter, annotation))


def refuse_unbound(method: str, parameter: str, class_: str) -> Iterator[Finding]:
    """Yield the finding about a method that was given without an instance."""
    yield _finding(wording.unbound_method(method, parameter, class_))


def refuse_query(dependant: str, parameter: str, annotation: str) -> Iterator[Finding]:
    """Yield a finding for a parameter that the query string cannot carry."""
    yield _finding(wording.unsupported_source(dependant, parameter, "query string", annotation))


def refuse_json(dependant: str, parameter: str, form: str) -> Iterator[Finding]:
    """Yield a finding for a parameter that is JSON where `form` makes the body a form."""
    yield _finding(wording.json_in_form(dependant, parameter, form))


def refuse_returned(dependant: str, annotation: str) -> Iterator[Finding]:
    """Yield a finding for an endpoint whose answers pydantic cannot serialise."""
    yield _finding(wording.unserialisable_return(dependant, annotation))


def check_signature(dependant: str) -> Iterator[Finding]:
    """Yield a finding for a provider that does not tell its parameters."""
    yield _finding(wording.no_signature(dependant))


def _finding(sentence: Sentence) -> Finding:
    return Finding(DEPENDS_PARAMETER, sentence.found, remedy=sentence.remedy)
