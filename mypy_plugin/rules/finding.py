"""What a rule finds: a code and a sentence, with what the note under it needs."""

from dataclasses import dataclass

from mypy.errorcodes import ErrorCode


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, to be reported once.

    `provided` is the provided type as shown, `path` the way through the graph as drawn,
    `remedy` how to mend it, where a note says so.
    """

    code: ErrorCode
    message: str
    provided: str = ""
    remedy: str = ""
    path: str = ""
