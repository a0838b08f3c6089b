"""The forms of `graph`, by name."""

import json
from collections.abc import Callable, Sequence

from rich.console import Console

from typed_depends.cli.graphs.drawn import Drawn
from typed_depends.cli.graphs.flowcharts import dot, mermaid
from typed_depends.cli.graphs.form import Form
from typed_depends.cli.graphs.tree import write_tree
from typed_depends.pages.dependencies import DrawnRoute, dependencies_page


def write_graphs(form: Form, routes: Sequence[Drawn], title: str, console: Console) -> None:
    """Write the graphs of `routes`; `title` names their application."""
    if form is Form.TREE:
        write_tree(routes, console)
    else:
        print(_TEXTS[form](routes, title).rstrip("\n"), file=console.file)


def _json(routes: Sequence[Drawn], title: str) -> str:
    drawn = [{"method": one.method, "path": one.path, **one.picture.as_json()} for one in routes]
    return json.dumps({"title": title, "routes": drawn}, indent=2)


def _html(routes: Sequence[Drawn], title: str) -> str:
    drawn = [DrawnRoute(one.method, one.path, one.picture) for one in routes]
    page = dependencies_page(drawn, title=title, docs_url=None)
    return bytes(page.body).decode()


_TEXTS: dict[Form, Callable[[Sequence[Drawn], str], str]] = {
    Form.MERMAID: lambda routes, _title: mermaid(routes),
    Form.DOT: lambda routes, _title: dot(routes),
    Form.JSON: _json,
    Form.HTML: _html,
}
