"""Parse expressions of a source text at their own line and column.

The text is masked: blanks everywhere but at the expressions, a comma after each,
the whole inside one `[ … ]`. What the parser makes of it stands where it stood.
The rest of the file, which may be newer than the running Python, is never parsed.
"""

from collections.abc import Sequence

from mypy import parse
from mypy.errors import Errors
from mypy.nodes import Expression, ExpressionStmt, ListExpr, MypyFile
from mypy.options import Options
from mypy.version import __version__ as version

from mypy_plugin.weaving.source import Source, Span


def parse_spans(source: Source, spans: Sequence[Span], options: Options) -> list[Expression | None]:
    """Give the expression at each span, in order; None for what is no expression.

    Spans are in source order and do not overlap.
    """
    items = _parse(_mask(source, spans), options)
    if len(items) == len(spans):
        return [*items]
    if len(spans) < 2:
        return [None] * len(spans)
    return [item for span in spans for item in parse_spans(source, [span], options)]


def _parse(text: str, options: Options) -> list[Expression]:
    errors = Errors(options)
    tree = read_text(text, errors, options)
    if errors.is_errors() or len(tree.defs) != 1:
        return []
    statement = tree.defs[0]
    if not isinstance(statement, ExpressionStmt) or not isinstance(statement.expr, ListExpr):
        return []
    return statement.expr.items


if tuple(map(int, version.split(".")[:2])) >= (2, 2):

    def read_text(text: str, errors: Errors, options: Options) -> MypyFile:
        """Parse a text that is no file, as this mypy can."""
        return parse.parse(text, "<markers>", None, errors, options, eager=True)

else:  # mypy's own parser reads nothing but files yet
    from mypy import fastparse

    def read_text(text: str, errors: Errors, options: Options) -> MypyFile:
        """Parse a text that is no file, as this mypy can."""
        return fastparse.parse(text, "<markers>", None, errors, options)


def _mask(source: Source, spans: Sequence[Span]) -> str:
    pieces = ["["]
    place = 0
    for start, end in spans:
        pieces.append(_blanks(source, source.text[place:start]))
        pieces.append(source.text[start:end])
        pieces.append(",")
        place = end
    pieces.append("]")
    return "".join(pieces)


def _blanks(source: Source, text: str) -> str:
    """Give blanks as wide as `text`, but for the bracket or comma that stands before it."""
    newlines = text.count("\n")
    if not newlines:
        return " " * (source.width(text) - 1)
    return "\n" * newlines + " " * source.width(text[text.rindex("\n") + 1 :])
