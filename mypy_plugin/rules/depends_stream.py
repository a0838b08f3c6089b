"""`depends-stream`: what is closed after the function must not be handed to what outlives it.

Knows names only: whoever asks has found the value handed over.
"""

from collections.abc import Iterator

from mypy_plugin.codes import DEPENDS_STREAM
from mypy_plugin.rules.finding import Finding
from typed_depends import wording


def refuse_endpoint(value: str, endpoint: str) -> Iterator[Finding]:
    """Yield the finding about an endpoint that yields items while it uses `value`."""
    yield _finding(wording.streamed_by_endpoint(value, endpoint))


def refuse_response(value: str, response: str) -> Iterator[Finding]:
    """Yield the finding about a response that is sent out of `value`."""
    yield _finding(wording.streamed(value, response))


def refuse_task(value: str, task: str) -> Iterator[Finding]:
    """Yield the finding about a background task that is given `value`."""
    yield _finding(wording.given_to_background(value, task))


def _finding(sentence: wording.Sentence) -> Finding:
    return Finding(DEPENDS_STREAM, sentence.found, remedy=sentence.remedy)
