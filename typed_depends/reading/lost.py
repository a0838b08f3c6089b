"""How an annotation is shown that could not be read: as the plugin shows it."""

import ast


class _Shortening(ast.NodeTransformer):
    """Shortens every `Annotated` in an expression."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.Subscript:
        """Shorten one subscript, and those within."""
        self.generic_visit(node)
        match node:
            case ast.Subscript(
                value=ast.Name(id="Annotated") | ast.Attribute(attr="Annotated"),
                slice=ast.Tuple(elts=[_, *metadata]) as inside,
            ):
                inside.elts[1:] = [ast.Constant(...) for _ in metadata]
        return node


def without_metadata(annotation: str) -> str:
    """Show dots in the place of what `Annotated` says beside the type."""
    try:
        return ast.unparse(_Shortening().visit(ast.parse(annotation, mode="eval")))
    except SyntaxError:
        return annotation
