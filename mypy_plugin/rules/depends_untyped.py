"""`depends-untyped`: a provider without a return annotation. Off unless it is asked for."""

from collections.abc import Iterator

from mypy.types import AnyType, CallableType, Instance, ProperType, TypeOfAny, get_proper_type

from mypy_plugin.codes import DEPENDS_UNTYPED
from mypy_plugin.rules.finding import Finding
from typed_depends import wording


def check_untyped(provider: str, declared: ProperType | None) -> Iterator[Finding]:
    """Yield a finding if a function of this type does not say what it returns."""
    returned = get_proper_type(declared.ret_type) if isinstance(declared, CallableType) else None
    if isinstance(returned, Instance) and returned.type.fullname == "typing.Coroutine":
        returned = get_proper_type(returned.args[2])  # which a coroutine function says nothing of
    if returned is None or (
        isinstance(returned, AnyType) and returned.type_of_any == TypeOfAny.unannotated
    ):
        sentence = wording.untyped_provider(provider)
        yield Finding(DEPENDS_UNTYPED, sentence.found, remedy=sentence.remedy)
