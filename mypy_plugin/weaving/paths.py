"""The placeholders in the paths a module writes: in routes, prefixes of routers, and mounts.

    @router.get("/{book_id}")    Router(prefix="/{shop}")    app.mount("/{tenant}", other)

Only which names there are; which of them count where is for others to know.
"""

import re

from mypy.nodes import AssignmentStmt, CallExpr, Decorator, Expression, StrExpr

from mypy_plugin.weaving.statements import Survey

_NAME = re.compile(r"{([^:}]*)")
_PATHS = frozenset({None, "path", "prefix"})


def placeholders_in(survey: Survey) -> frozenset[str]:
    """Give the names in braces of everything that looks like a path."""
    found = set[str]()
    for call in _calls(survey):
        for value, name in zip(call.args, call.arg_names, strict=True):
            if isinstance(value, StrExpr) and name in _PATHS and value.value[:1] in ("/", "{"):
                found.update(_NAME.findall(value.value))
                break
    return frozenset(found)


def _calls(survey: Survey) -> list[CallExpr]:
    written: list[Expression] = [*survey.calls]
    for place, owner in survey.owners:
        if isinstance(owner, AssignmentStmt):
            written.append(owner.rvalue)
        elif isinstance(place.statement, Decorator):
            written += place.statement.original_decorators
    return [call for call in written if isinstance(call, CallExpr)]
