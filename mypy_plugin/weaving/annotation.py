"""Find the dependency markers in the text of an `Annotated[...]`.

mypy keeps a mere position of the metadata, and its older parser not even the right
line of it. The place where the annotation starts is sure in both, so the text is
read from there on with the standard tokenizer, up to the closing bracket.
"""

import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from tokenize import TokenInfo

from mypy_plugin.weaving.bindings import Bindings
from mypy_plugin.weaving.source import Position, Source

_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")
_LONGEST = 1_000
"""Lines an annotation may have."""
_SILENT = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker in the source text: a call, or a name that may hold one.

    `roots` are the names it looks up. `wins` is False where a later marker of the same
    annotation takes the parameter, as in FastAPI: the last one counts. `rivals` names every
    marker called in the annotation, itself and those of other sources among them.
    """

    name: str
    start: Position
    end: Position
    roots: frozenset[str]
    is_call: bool
    wins: bool
    is_dependency: bool
    rivals: tuple[str, ...]


def find_markers(source: Source, start: Position, bindings: Bindings) -> list[Marker]:
    """Give the markers of the annotation that starts at `start`, in order."""
    try:
        metadata = list(_metadata(source.lines, start, bindings))
    except (tokenize.TokenError, SyntaxError, IndexError, StopIteration):
        return []
    calls = [item for item in metadata if item.is_call]
    rivals = tuple(item.name for item in calls)
    return [
        Marker(
            item.name,
            _moved(item.tokens[0].start, item.origin),
            _moved(item.tokens[-1].end, item.origin),
            _roots(item.tokens),
            item.is_call,
            wins=item is (calls or [item])[-1],
            is_dependency=not item.is_call or bindings.is_marker(item.name),
            rivals=rivals,
        )
        for item in metadata
    ]


@dataclass(frozen=True, slots=True)
class _Metadata:
    """One argument of `Annotated` that calls or names something of interest."""

    name: str
    tokens: list[TokenInfo]
    origin: Position
    is_call: bool


def _metadata(lines: list[str], start: Position, bindings: Bindings) -> Iterator[_Metadata]:
    """Yield what may be markers of an annotation, those of a nested `Annotated` first."""
    tokens = _significant_tokens(lines, start)
    first = next(tokens, None)
    if first is None:
        return
    if first.type == tokenize.STRING:
        inner = _inside_string(first, lines, start)
        if inner is not None:
            yield from _metadata(*inner, bindings)
        return
    if not bindings.is_annotated(_subscripted_name(first, tokens)):
        return
    arguments = list(_arguments(tokens))
    if len(arguments) < 2:
        return
    if any(token.string == "[" for token in arguments[0]):
        yield from _metadata(lines, _moved(arguments[0][0].start, start), bindings)
    for argument in map(_without_parentheses, arguments[1:]):
        if _is_dotted(argument):
            yield _Metadata(_text(argument), argument, start, is_call=False)
            continue
        name = _called_name(argument)
        if name and (bindings.is_marker(name) or bindings.is_parameter_marker(name)):
            yield _Metadata(name, argument, start, is_call=True)


def _significant_tokens(lines: list[str], start: Position) -> Iterator[TokenInfo]:
    """Tokenize from `start` on; the rows count from there, the columns are right."""
    row, column = start
    rest = iter([" " * column + lines[row - 1][column:], *lines[row : row + _LONGEST]])
    for token in tokenize.generate_tokens(lambda: _next_line(rest)):
        if token.type not in _SILENT:
            yield token


def _next_line(lines: Iterator[str]) -> str:
    line = next(lines, None)
    return "" if line is None else line + "\n"


def _moved(position: Position, start: Position) -> Position:
    """Give the place in the whole source of a token read from `start` on."""
    return start[0] + position[0] - 1, position[1]


def _inside_string(
    token: TokenInfo, lines: list[str], start: Position
) -> tuple[list[str], Position] | None:
    """Give the lines cut to the content of a string literal, and where it starts.

    None for literals whose content does not stand letter by letter in the source.
    """
    text = token.string
    prefix = "".join(takewhile(str.isalpha, text))
    body = text[len(prefix) :]
    quotes = 3 if body[:3] in ('"""', "'''") else 1
    if set(prefix.lower()) & set("bft") or "\\" in text:
        return None
    end_row, end_column = _moved(token.end, start)
    cut = [*lines[: end_row - 1], lines[end_row - 1][: end_column - quotes]]
    start_row, start_column = _moved(token.start, start)
    offset = len(prefix) + quotes
    content = body[quotes:-quotes]
    blanks = len(content) - len(content.lstrip(" "))
    return cut, (start_row, start_column + offset + blanks)


def _subscripted_name(first: TokenInfo, tokens: Iterator[TokenInfo]) -> str:
    """Read `a.b.C` up to and with the `[`; empty if something else stands there."""
    parts = [first.string]
    for token in tokens:
        if token.string == "[":
            return "".join(parts)
        if token.type != tokenize.NAME and token.string != ".":
            break
        parts.append(token.string)
    return ""


def _arguments(tokens: Iterator[TokenInfo]) -> Iterator[list[TokenInfo]]:
    """Split what stands between the brackets at its commas."""
    depth = 0
    argument: list[TokenInfo] = []
    for token in tokens:
        if depth == 0 and token.string in ("]", ","):
            if argument:
                yield argument
            if token.string == "]":
                return
            argument = []
            continue
        if token.type == tokenize.OP:
            depth += (token.string in _OPENING) - (token.string in _CLOSING)
        argument.append(token)


def _without_parentheses(argument: list[TokenInfo]) -> list[TokenInfo]:
    """Give `x` of `(x)`."""
    while (
        len(argument) > 2
        and argument[0].string == "("
        and argument[-1].string == ")"
        and _is_closed_by_last(argument)
    ):
        argument = argument[1:-1]
    return argument


def _called_name(argument: list[TokenInfo]) -> str | None:
    """Give `a.b` if the argument is the one call `a.b(...)`."""
    opening = next((i for i, token in enumerate(argument) if token.string == "("), 0)
    head = argument[:opening]
    if not _is_dotted(head) or not _is_closed_by_last(argument[opening:]):
        return None
    return _text(head)


def _is_dotted(tokens: list[TokenInfo]) -> bool:
    return bool(tokens) and all(t.type == tokenize.NAME or t.string == "." for t in tokens)


def _is_closed_by_last(tokens: list[TokenInfo]) -> bool:
    """Tell whether the bracket that opens first is the one that closes last."""
    depth = 0
    for token in tokens[:-1]:
        if token.type == tokenize.OP:
            depth += (token.string in _OPENING) - (token.string in _CLOSING)
        if depth == 0:
            return False
    return tokens[-1].string in _CLOSING


def _text(tokens: list[TokenInfo]) -> str:
    return "".join(token.string for token in tokens)


def _roots(tokens: list[TokenInfo]) -> frozenset[str]:
    """Give the names that are not attributes of something before them."""
    previous = [None, *tokens]
    return frozenset(
        token.string
        for before, token in zip(previous, tokens, strict=False)
        if token.type == tokenize.NAME and (before is None or before.string != ".")
    )
