"""The sentences of `depends-path`."""

from typed_depends.wording.sentence import Sentence


def no_placeholder(parameter: str, path: str) -> Sentence:
    """Say that a `Path()` has no placeholder."""
    return Sentence(
        f'"{parameter}" is marked Path(), but "{path}" has no placeholder of that name',
        f"Write {{{parameter}}} in the path, or remove Path().",
    )


def wrong_marker_for_path(parameter: str, marker: str, path: str) -> Sentence:
    """Say that a placeholder's parameter is marked as something else."""
    return Sentence(
        f'"{parameter}" is a placeholder of "{path}", but is marked {marker}()',
        f'Mark it Path(), or rename the parameter if it is not meant to be "{{{parameter}}}".',
    )


def path_default(parameter: str) -> Sentence:
    """Say that a path parameter has a default."""
    return Sentence(
        f'"{parameter}" is a path parameter with a default, which could never be used',
        "Remove the default: without the placeholder's value the route does not match.",
    )


def path_type(parameter: str, annotation: str) -> Sentence:
    """Say that a path parameter's type cannot stand in a path."""
    return Sentence(
        f'"{parameter}" is a path parameter of type "{annotation}", which a path cannot carry',
        "Use a scalar type.",
    )


def unused_placeholder(placeholder: str, path: str, endpoint: str, alike: str | None) -> Sentence:
    """Say that nothing under a route takes a placeholder. `alike`: what may be meant to."""
    return Sentence(
        f'"{path}" has the placeholder "{{{placeholder}}}", but no parameter of "{endpoint}", '
        "or of what it depends on, takes it",
        f'Give both one name: rename the parameter "{alike}", or write {{{alike}}} in the path.'
        if alike
        else f'Add a parameter "{placeholder}", or take {{{placeholder}}} out of the path.',
    )
