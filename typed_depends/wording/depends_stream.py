"""The sentences of `depends-stream`."""

from typed_depends.wording.sentence import Sentence


def streamed_by_endpoint(value: str, endpoint: str) -> Sentence:
    """Say that an endpoint which is a generator uses what is closed before it begins."""
    return Sentence(
        f'"{value}" (function) is closed before "{endpoint}" yields its first item',
        _remedy(value),
    )


def streamed(value: str, response: str) -> Sentence:
    """Say that a response is sent out of what is closed by then."""
    return Sentence(
        f'"{value}" (function) is closed before {response} is sent, which still uses it',
        _remedy(value),
    )


def given_to_background(value: str, task: str) -> Sentence:
    """Say that a background task uses what is closed by then."""
    return Sentence(
        f'"{value}" (function) is closed before the background task "{task}" runs, which uses it',
        _remedy(value),
    )


def _remedy(value: str) -> str:
    return (
        f'Give "{value}" scope="request", which ends after the response is sent and its '
        "background tasks are done."
    )
