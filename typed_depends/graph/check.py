"""All rules of a graph in one place, in the order in which they are best read."""

from typed_depends.errors import DependencyError
from typed_depends.graph.body import find_misplaced
from typed_depends.graph.build import Built
from typed_depends.graph.scopes import find_inversions


def find_mistakes(built: Built) -> tuple[DependencyError, ...]:
    """Return every mistake of a graph: those met while building it, then what it breaks."""
    return (*built.mistakes, *find_inversions(built.graph), *find_misplaced(built.graph))
