"""Let mypy check a marker call it has thrown away.

Of what mypy says there, the unknown names and wrong keywords are passed on, and what
is wrong with the arguments of the marker itself. The insides of a provider that is
made on the spot, `Depends(factory(...))`, are not ours to type-check: mypy alone never
did, and a program that runs must not turn red over them.
"""

from mypy import errorcodes
from mypy.checker import TypeChecker
from mypy.errors import ErrorInfo
from mypy.nodes import Expression

from mypy_plugin.names import MARKER_NAMES

_NAMES_AND_KEYWORDS = frozenset({errorcodes.ATTR_DEFINED, errorcodes.CALL_ARG})
_ARGUMENTS = frozenset({errorcodes.ARG_TYPE, errorcodes.CALL_OVERLOAD})


def check_marker_call(checker: TypeChecker, call: Expression) -> None:
    """Type-check `call`, a marker call from metadata."""
    with checker.msg.filter_errors(filter_errors=_is_beside_the_point):
        checker.expr_checker.accept(call)


def is_refused(checker: TypeChecker, call: Expression) -> bool:
    """Tell whether mypy has anything to say about a marker call; say nothing of it yet."""
    with checker.msg.filter_errors() as watcher, checker.local_type_map:
        checker.expr_checker.accept(call)
    return watcher.has_new_errors()


def _is_beside_the_point(path: str, info: ErrorInfo) -> bool:
    """Tell whether to drop what mypy says; its notes vary between cold and daemon runs."""
    if info.severity == "note":
        return True
    if info.code in _ARGUMENTS:
        return not any(f'"{name}"' in info.message for name in MARKER_NAMES)
    return info.code not in _NAMES_AND_KEYWORDS
