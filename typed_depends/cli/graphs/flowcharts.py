"""Graphs for other programs to draw: Mermaid's flowcharts, and Graphviz's DOT.

Every text of the user's is quoted by the rules of the language it goes into.
"""

from collections.abc import Sequence

from typed_depends.cli.graphs.drawn import Drawn, marks, takes
from typed_depends.drawing.picture import DrawnNode

_COLOURS = {"lifespan": "#1d7a46", "request": "#2457c5", "function": "#a35a00"}
_SECURITY, _OVERRIDE = "#8030a8", "#b3261e"


def mermaid(routes: Sequence[Drawn]) -> str:
    """Return one flowchart, a subgraph for each route."""
    lines = ["flowchart TD"]
    for number, route in enumerate(routes):
        lines.append(f'  subgraph r{number}["{_entities(route.title)}"]')
        for place, node in enumerate(route.picture.nodes):
            text = "<br>".join(map(_entities, _said(node)))
            left, right = ("([", "])") if place == 0 else ("[", "]")
            lines.append(f'    r{number}n{place}{left}"{text}"{right}{_class(node)}')
        for edge in route.picture.edges:
            arrow = "-->" if edge.cached else "-.->"
            lines.append(f"    r{number}n{edge.holder} {arrow} r{number}n{edge.provider}")
        lines.append("  end")
    lines += [f"  classDef {name} stroke:{value}" for name, value in _COLOURS.items()]
    lines.append(f"  classDef security stroke:{_SECURITY},stroke-width:3px")
    lines.append(f"  classDef override stroke:{_OVERRIDE},stroke-dasharray:5")
    return "\n".join(lines) + "\n"


def dot(routes: Sequence[Drawn]) -> str:
    """Return one directed graph, a cluster for each route."""
    lines = ["digraph dependencies {", '  node [shape=box, style=rounded, fontname="monospace"];']
    for number, route in enumerate(routes):
        lines.append(f"  subgraph cluster_{number} {{")
        lines.append(f"    label={_quoted(route.title)};")
        for place, node in enumerate(route.picture.nodes):
            style = "".join(f", {name}={value}" for name, value in _attributes(node).items())
            text = _quoted("\n".join(_said(node)))
            lines.append(f"    r{number}n{place} [label={text}{style}];")
        for edge in route.picture.edges:
            style = "" if edge.cached else " [style=dashed]"
            lines.append(f"    r{number}n{edge.holder} -> r{number}n{edge.provider}{style};")
        lines.append("  }")
    lines.append("}")
    return "\n".join(lines) + "\n"


def _said(node: DrawnNode) -> list[str]:
    words = ", ".join(word for word, _ in marks(node))
    return [node.name, *([words] if words else ()), *takes(node)]


def _class(node: DrawnNode) -> str:
    name = "override" if node.replaces else "security" if node.scheme else node.scope
    return f":::{name}" if name else ""


def _attributes(node: DrawnNode) -> dict[str, str]:
    found: dict[str, str] = {}
    if node.scope:
        found["color"] = f'"{_COLOURS[node.scope]}"'
    if node.scheme:
        found |= {"color": f'"{_SECURITY}"', "penwidth": "2"}
    if node.replaces:
        found |= {"color": f'"{_OVERRIDE}"', "style": '"rounded,dashed"'}
    return found


def _entities(text: str) -> str:
    """Quote for Mermaid, which reads `#name;` and `#number;` inside quotation marks."""
    special = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "#": "#35;", "&": "#amp;", "`": "#96;"}
    return "".join(special.get(letter, letter) for letter in text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
