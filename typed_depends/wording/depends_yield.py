"""The sentences of `depends-yield`."""

from typed_depends.wording.sentence import Sentence


def swallowed(provider: str, error: str) -> Sentence:
    """Say that a provider kept an exception, so that no response was made."""
    return Sentence(
        f'"{provider}" caught {error} after its yield and did not raise it again, so there is no '
        "response to send",
        _REMEDY.format(provider=provider),
    )


def swallows(provider: str, errors: str, by: str) -> Sentence:
    """Say that a provider will keep exceptions, `by` an except, a finally or suppress(...)."""
    return Sentence(
        f'"{provider}" catches {errors} after its yield and does not raise it again, so there '
        "would be no response to send",
        _REMEDIES.get(by, _REMEDY).format(provider=provider),
    )


def never_yields(provider: str) -> Sentence:
    """Say that a generator can finish without having provided anything."""
    return Sentence(
        f'"{provider}" can finish without a yield, and would provide nothing',
        "Let every way through it yield once, or raise.",
    )


def yields_again(provider: str) -> Sentence:
    """Say that a generator can yield a second time."""
    return Sentence(
        f'"{provider}" can yield a second time, but provides one value',
        "Yield once: what stands behind the yield is the clean-up.",
    )


_REMEDY = 'Let "{provider}" end its except block with raise, or with raising an HTTPException.'
_REMEDIES = {
    "finally": 'Let the finally block of "{provider}" end without return.',
    "suppress": 'Let "{provider}" yield outside of suppress(...).',
}
