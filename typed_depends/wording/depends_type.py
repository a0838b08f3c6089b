"""The sentences of `depends-type`."""

from typed_depends.wording.sentence import Sentence


def type_mismatch(parameter: str, declared: str, provider: str, provided: str) -> Sentence:
    """Say that a provider gives another type than the parameter declares."""
    return Sentence(
        f'"{parameter}" is declared "{declared}", but "{provider}" provides "{provided}"',
        f'Declare "{parameter}" as "{provided}", or depend on something that provides '
        f'"{declared}".',
    )
