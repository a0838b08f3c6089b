"""Make the call a plain marker is, its names bound as mypy's analysis would bind them."""

from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
    GDEF,
    CallExpr,
    Context,
    Expression,
    MemberExpr,
    MypyFile,
    NameExpr,
    RefExpr,
    StrExpr,
    SymbolNode,
)

from mypy_plugin.weaving.sites import Shape


def call_of(shape: Shape, tree: MypyFile, line: int, column: int) -> CallExpr:
    """Give the marker call of this shape at a place of `tree`, which mypy has analysed."""
    names: list[str | None] = [name for name, _, _ in shape.keywords]
    values = [_literal(text, tree, line, column + at) for _, text, at in shape.keywords]
    kinds = [ARG_NAMED] * len(values)
    if shape.provider_at is not None:
        values.insert(0, _named(shape.provider, tree, line, column + shape.provider_at))
        names.insert(0, None)
        kinds.insert(0, ARG_POS)
    call = CallExpr(_named(shape.marker, tree, line, column), values, kinds, names)
    _place(call, line, column, shape.length)
    return call


def node_of(name: str, tree: MypyFile) -> SymbolNode | None:
    """Give what a name of the module stands for, or one of a module that it names."""
    module, _, attribute = name.partition(".")
    symbol = tree.names.get(module)
    if symbol is None or not attribute:
        return symbol.node if symbol is not None else None
    if not isinstance(symbol.node, MypyFile):
        return None
    symbol = symbol.node.names.get(attribute)
    return symbol.node if symbol is not None and not symbol.module_hidden else None


def _named(name: str, tree: MypyFile, line: int, column: int) -> RefExpr:
    module, _, attribute = name.partition(".")
    expression: RefExpr = NameExpr(module)
    if attribute:
        expression = MemberExpr(_named(module, tree, line, column), attribute)
    node = node_of(name, tree)
    if node is not None:
        expression.kind, expression.node, expression.fullname = GDEF, node, node.fullname
    _place(expression, line, column, len(name))
    return expression


def _literal(text: str, tree: MypyFile, line: int, column: int) -> Expression:
    """Give a string, or a constant, which nothing but `builtins` can bind."""
    if text.startswith('"'):
        string = StrExpr(text[1:-1])
        _place(string, line, column, len(text))
        return string
    builtins = tree.names["__builtins__"].node
    assert isinstance(builtins, MypyFile)
    return _named(text, builtins, line, column)


def _place(node: Context, line: int, column: int, length: int) -> None:
    node.set_line(line, column, line, column + length)
