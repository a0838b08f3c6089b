"""The sentence of `depends-untyped`, which only the plugin says."""

from typed_depends.wording.sentence import Sentence


def untyped_provider(provider: str) -> Sentence:
    """Say that a provider has no return annotation."""
    return Sentence(
        f'"{provider}" has no return annotation, so nothing tells what it provides',
        f'Annotate what "{provider}" returns or yields.',
    )
