"""Give each node that is put into a tree a place there.

What stands for something in the text is placed where that is. All else is hidden: it ends
before every place, so that `dmypy inspect` finds it nowhere.
"""

from typing import TypeVar

from mypy.nodes import Context, EllipsisExpr

Node = TypeVar("Node", bound=Context)


def placed(node: Node, context: Context) -> Node:
    """Place a node where `context` is."""
    node.set_line(context.line, context.column, context.end_line, context.end_column)
    return node


def hidden(node: Node, context: Context) -> Node:
    """Hide a node; what mypy might say of it, it says where `context` begins."""
    node.set_line(context.line, context.column, 0, 0)
    return node


def nowhere() -> EllipsisExpr:
    """Give what stands for the whole module."""
    place = EllipsisExpr()
    place.set_line(1, 0, 0, 0)
    return place
