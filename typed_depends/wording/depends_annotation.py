"""The sentences of `depends-annotation`."""

from typed_depends.wording.sentence import Sentence


def lost_annotation(dependant: str, parameter: str, annotation: str, missing: str) -> Sentence:
    """Say that a name in an annotation does not exist at run time."""
    return Sentence(
        f'the annotation of "{parameter}" of "{dependant}" cannot be read at run time: '
        f'"{missing}" in "{annotation}" is not defined there',
        _define(missing),
    )


def blinding_annotation(dependant: str, parameter: str, missing: str) -> Sentence:
    """Say that FastAPI loses a parameter for a name in another annotation."""
    return Sentence(
        f'"{missing}" is not defined at run time, so FastAPI reads none of the annotations of '
        f'"{dependant}", and asks the client for "{parameter}"',
        _define(missing),
    )


def generic_alias(dependant: str, parameter: str, alias: str) -> Sentence:
    """Say that FastAPI does not read a `type` alias that is given types."""
    return Sentence(
        f'the marker in the annotation of "{parameter}" of "{dependant}" is lost: FastAPI does not '
        f'read "{alias}[...]", a type statement with type variables',
        f"Write it without the statement: {alias} = Annotated[T, Depends(...)], with T a TypeVar.",
    )


def lost_return_annotation(dependant: str, annotation: str, missing: str) -> Sentence:
    """Say that the name of a response's type does not exist at run time."""
    return Sentence(
        f'what "{dependant}" returns cannot be read at run time: "{missing}" in "{annotation}" '
        "is not defined there, so its answers would go out unfiltered",
        f'Import "{missing}" outside "if TYPE_CHECKING:", or say response_model=None.',
    )


def buried_marker(dependant: str, parameter: str) -> Sentence:
    """Say that a marker stands within another type, where nobody looks for it."""
    return Sentence(
        f'the marker in the annotation of "{parameter}" of "{dependant}" is lost: it stands '
        "inside of another type, and only the outermost Annotated[...] is read",
        "Put the whole type inside: Annotated[T | None, ...], or an alias of that.",
    )


def _define(missing: str) -> str:
    return (
        f'Import "{missing}" outside "if TYPE_CHECKING:" and define it at module level, so that '
        "the running program finds it."
    )
