"""`depends-override`: a replacement must be able to stand in for what it replaces.

Knows types and the names of parameters. Stays silent where a reading of the replacement
fits a reading of the original, and where either is not known.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from mypy.messages import format_type_distinctly
from mypy.options import Options
from mypy.typeops import make_simplified_union
from mypy.types import Type

from mypy_plugin.codes import DEPENDS_OVERRIDE
from mypy_plugin.dependants.lifetimes import Way
from mypy_plugin.rules.depends_type import fits
from mypy_plugin.rules.finding import Finding
from mypy_plugin.types.fakes import stands_in
from typed_depends import wording
from typed_depends.chain import Chain, Link


class Party(NamedTuple):
    """The original or its replacement: its name, and every reading of what it provides."""

    name: str
    provided: Sequence[Type] = ()


def refuse_original(shown: str, provider: str | None) -> Iterator[Finding]:
    """Yield the finding about something overridden that cannot be called."""
    yield _finding(wording.override_of_no_provider(shown, provider))


def refuse_copy(original: str) -> Iterator[Finding]:
    """Yield the finding about something overridden that was made there, so nothing uses it."""
    yield _finding(wording.override_unused(original, ()))


def refuse_replacement(original: str, shown: str) -> Iterator[Finding]:
    """Yield the finding about a replacement that cannot be called."""
    yield _finding(wording.override_not_callable(original, shown))


def refuse_arguments(original: str, replacement: str) -> Iterator[Finding]:
    """Yield the finding about a replacement that takes any arguments, as mocks do."""
    yield _finding(wording.override_arguments(original, replacement))


def check_replaced_type(original: Party, replacement: Party, options: Options) -> Iterator[Finding]:
    """Yield a finding if no reading of the replacement fits those of the original together.

    One that is there to look like the original, as a fake is, fits as well.
    """
    if not original.provided or not replacement.provided:
        return
    wanted = make_simplified_union(list(original.provided))
    if any(fits(given, wanted) or stands_in(given, wanted) for given in replacement.provided):
        return
    wanted_text, given_text = format_type_distinctly(
        wanted,
        make_simplified_union(list(replacement.provided)),
        options=options,
        bare=True,
    )
    sentence = wording.override_type(original.name, wanted_text, replacement.name, given_text)
    yield _finding(sentence, wanted_text)


def check_parameters(
    original: str, read: Collection[str], replacement: str, needed: Sequence[str]
) -> Iterator[Finding]:
    """Yield a finding for each parameter that the replacement alone would read.

    `read` are the parameters of the original, `needed` those of the replacement that
    have neither marker nor default.
    """
    for parameter in needed:
        if parameter not in read:
            yield _finding(wording.override_parameter(original, replacement, parameter))


def refuse_need(original: str, replacement: str) -> Iterator[Finding]:
    """Yield the finding about a replacement that depends on what it replaces."""
    yield _finding(wording.override_needs_original(original, replacement))


def check_held(replacement: str, held: Iterable[Way]) -> Iterator[Finding]:
    """Yield a finding for each thing that ends before a replacement of scope "request"."""
    for way in held:
        if way[-1].scope == "function":
            sentence = wording.scope_inversion(replacement, "request", way[-1].name, "function")
            path = str(Chain((Link(replacement, "request"), *way)))
            yield _finding(sentence)._replace(path=path)


def _finding(sentence: wording.Sentence, provided: str = "") -> Finding:
    return Finding(DEPENDS_OVERRIDE, sentence.found, provided, sentence.remedy)
