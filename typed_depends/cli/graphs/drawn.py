"""A route with its picture, and the words all forms share."""

from collections.abc import Iterator
from dataclasses import dataclass

from typed_depends.drawing.picture import DrawnEdge, DrawnNode, Picture


@dataclass(frozen=True, slots=True)
class Drawn:
    """One route to be drawn."""

    method: str
    path: str
    picture: Picture

    @property
    def title(self) -> str:
        """The route as `--route` names it."""
        return f"{self.method} {self.path}"


def held_by(picture: Picture, holder: int) -> list[DrawnEdge]:
    """Return what a node holds, in the order it is filled."""
    return [edge for edge in picture.edges if edge.holder == holder]


def marks(node: DrawnNode) -> Iterator[tuple[str, str]]:
    """Yield what is said of a node beside its name: the words, and what they are about."""
    if node.scope:
        yield node.scope, node.scope
    if node.kind != "function":
        yield node.kind, "kind"
    if node.scheme:
        named = "" if node.scheme == node.name else f" {node.scheme}"
        yield f"security{named}", "security"
    if node.oauth_scopes and (node.scheme or "SecurityScopes" in node.connections):
        yield f"scopes {' '.join(node.oauth_scopes)}", "security"
    if node.replaces:
        yield f"overrides {node.replaces}", "override"


def takes(node: DrawnNode) -> Iterator[str]:
    """Yield what a node takes from the client: `path book_id: int`, `query q?: str`."""
    for one in node.parameters:
        yield f"{one.source} {one.key}{'' if one.required else '?'}: {one.type}"
    yield from node.connections
