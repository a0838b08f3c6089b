"""What a rule finds: a code and a sentence, with what the note under it needs."""

from typing import NamedTuple

from mypy.errorcodes import ErrorCode

from typed_depends.chain import Link


class Finding(NamedTuple):
    """One mistake, to be reported once.

    `provided` is the provided type as shown, `path` the way through the graph as drawn,
    `remedy` how to mend it, where a note says so. `way` is the same way, for the places where
    its dependants are defined: the `where` of a link is a full name here.
    """

    code: ErrorCode
    message: str
    provided: str = ""
    remedy: str = ""
    path: str = ""
    way: tuple[Link, ...] = ()
