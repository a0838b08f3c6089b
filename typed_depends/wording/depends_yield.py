"""The sentences of `depends-yield`."""

from typed_depends.wording.sentence import Sentence


def swallowed(provider: str, error: str) -> Sentence:
    """Say that a provider kept an exception, so that no response was made."""
    return Sentence(
        f'"{provider}" caught {error} after its yield and did not raise it again, so there is no '
        "response to send",
        f'Let "{provider}" end its except block with raise, or with raising an HTTPException.',
    )
