"""`depends-type`: the provided type must fit the declared type.

Knows types. Stays silent where a reading of the provider fits, where the value is
thrown away (declared `None`), and about type variables nobody has solved.
"""

from collections.abc import Iterator, Sequence

from mypy.erasetype import erase_typevars
from mypy.messages import format_type_distinctly
from mypy.options import Options
from mypy.subtypes import is_subtype
from mypy.typeops import make_simplified_union
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    NoneType,
    ProperType,
    Type,
    get_proper_type,
)

from mypy_plugin.codes import DEPENDS_TYPE
from mypy_plugin.names import MARKERS
from mypy_plugin.rules.finding import Finding
from mypy_plugin.types.declared import Declaration
from typed_depends import wording


def check_type(
    declaration: Declaration, provider: str, provided: Sequence[Type], options: Options
) -> Iterator[Finding]:
    """Yield a finding if no reading in `provided` fits what is declared."""
    declared = get_proper_type(declaration.type)
    if not provided or any(fits(reading, declared) for reading in provided):
        return
    declared_text, provided_text = format_type_distinctly(
        declared, make_simplified_union(list(provided)), options=options, bare=True
    )
    sentence = wording.type_mismatch(declaration.name, declared_text, provider, provided_text)
    yield Finding(DEPENDS_TYPE, sentence.found, provided_text)


def fits(provided: Type, declared: Type) -> bool:
    """Tell whether a value of type `provided` may stand where `declared` is asked for.

    A declared `None` takes anything: the value is thrown away. Where a marker class is
    declared, the marker itself is meant; where a bare `Callable` is and nothing provided,
    the guard that runs.
    """
    expected = get_proper_type(declared)
    return (
        isinstance(expected, NoneType)
        or (_is_any_callable(expected) and isinstance(get_proper_type(provided), NoneType))
        or (isinstance(expected, Instance) and expected.type.fullname in MARKERS)
        or is_subtype(provided, declared)
        or is_subtype(erase_typevars(provided), erase_typevars(declared))
    )


def _is_any_callable(declared: ProperType) -> bool:
    return (
        isinstance(declared, CallableType)
        and declared.is_ellipsis_args
        and isinstance(get_proper_type(declared.ret_type), AnyType)
    )
