"""Parse expressions of a source text at their own line and column.

The text is masked: blanks everywhere but at the expressions, a comma after each,
the whole inside one `[ … ]`. What the parser makes of it stands where it stood.
The rest of the file, which may be newer than the running Python, is never parsed.
"""

from collections.abc import Sequence

from mypy import fastparse
from mypy.errors import Errors
from mypy.nodes import Expression, ExpressionStmt, ListExpr
from mypy.options import Options

from mypy_plugin.weaving.source import Position, Source

Span = tuple[Position, Position]


def parse_spans(source: Source, spans: Sequence[Span], options: Options) -> list[Expression]:
    """Give the expression at each span, in order; nothing if the text does not parse.

    Spans are in source order and do not overlap.
    """
    errors = Errors(options)
    tree = fastparse.parse(_mask(source, spans), "<markers>", None, errors, options)
    if errors.is_errors() or len(tree.defs) != 1:
        return []
    statement = tree.defs[0]
    if not isinstance(statement, ExpressionStmt) or not isinstance(statement.expr, ListExpr):
        return []
    items = statement.expr.items
    return items if len(items) == len(spans) else []


def _mask(source: Source, spans: Sequence[Span]) -> str:
    pieces = ["["]
    row, column = 1, 1
    for start, end in spans:
        pieces.append(_blanks(source, (row, column), start))
        pieces.append(_text(source, start, end))
        pieces.append(",")
        row, column = end[0], end[1] + 1
    pieces.append("]")
    return "".join(pieces)


def _blanks(source: Source, start: Position, end: Position) -> str:
    """Give blanks from `start` to `end`, as wide as what stands there."""
    newlines = "\n" * (end[0] - start[0])
    first = start[1] if not newlines else 0
    return newlines + " " * source.width(source.lines[end[0] - 1][first : end[1]])


def _text(source: Source, start: Position, end: Position) -> str:
    (row, column), (last_row, last_column) = start, end
    if row == last_row:
        return source.lines[row - 1][column:last_column]
    middle = source.lines[row : last_row - 1]
    return "\n".join(
        [source.lines[row - 1][column:], *middle, source.lines[last_row - 1][:last_column]]
    )
