"""When what an annotation says is evaluated, and so which names of a class it sees.

Python evaluates it where it stands, when those above it in the class are bound; or later,
as a `type` statement and every annotation since 3.14; or as text, under the future import
and in quotes, which of a function is evaluated among the names of its module alone.
"""

from typing import Literal, TypeAlias

from mypy.nodes import FuncDef, TypeAliasStmt

from mypy_plugin.weaving.statements import Owner

When: TypeAlias = Literal["here", "later", "as text"]


def when_evaluated(owner: Owner, *, is_text: bool, is_lazy: bool) -> When:
    """Tell when an annotation of `owner` is evaluated; one that is lazy may be text as well."""
    if is_text and isinstance(owner, FuncDef):
        return "as text"
    return "later" if is_text or is_lazy or isinstance(owner, TypeAliasStmt) else "here"
