"""The sentences of `depends-marker`."""

from collections.abc import Iterable

from typed_depends.scope import SCOPES
from typed_depends.wording.sentence import Sentence


def not_callable(marker: str, value: str, name: str | None) -> Sentence:
    """Say that a marker was given something that cannot be called. `name`: the likely provider."""
    return Sentence(
        f"{marker} was given {value}, which cannot be called",
        f"Pass the provider itself: {marker}({name}), not {marker}({name}())."
        if name
        else f"Pass the provider itself, not what it returned: {marker}(f), not {marker}(f()).",
    )


def nothing_to_call(parameter: str) -> Sentence:
    """Say that `Depends()` without an argument stands at a parameter whose type is no class."""
    return Sentence(
        f'Depends() of "{parameter}" names no provider, and its annotation cannot be called',
        "Write Depends(provider), or annotate the parameter with a class.",
    )


def two_places(parameter: str, first: str, second: str) -> Sentence:
    """Say that a parameter has a marker in `Annotated` and another one as its default."""
    return Sentence(
        f'"{parameter}" has {first} in Annotated and {second} as its default',
        "Keep the one in Annotated and remove the other.",
    )


def two_markers(parameter: str, lost: str, kept: str) -> Sentence:
    """Say that one `Annotated` has two markers, of which only the last counts."""
    return Sentence(
        f'"{parameter}" has two markers in Annotated, of which the last counts: {kept}(...); '
        f"{lost}(...) is silently ignored",
        "Keep one. A provider that is needed only for what it does goes into "
        "dependencies=[Depends(...)].",
    )


def ignored_default(parameter: str, marker: str) -> Sentence:
    """Say that a parameter has a default beside the `Depends` in its `Annotated`."""
    return Sentence(
        f'the default of "{parameter}" is never used: {marker}(...) in Annotated fills it',
        "Remove the default; put the parameter before those with one, or after a *.",
    )


def default_in_annotated(parameter: str, marker: str) -> Sentence:
    """Say that a default was given inside a marker in `Annotated`."""
    return Sentence(
        f'{marker} of "{parameter}" has a default inside Annotated, where it would be lost',
        f'Set the default with "=": {parameter}: Annotated[..., {marker}()] = default.',
    )


def marked_connection(parameter: str, marker: str, annotation: str) -> Sentence:
    """Say that a connection value was given a marker of a source."""
    return Sentence(
        f'"{parameter}" is a "{annotation}", which is handed over as it is, but is marked '
        f"{marker}()",
        f"Remove {marker}().",
    )


def abstract_provider(name: str) -> Sentence:
    """Say that a provider cannot be instantiated."""
    return Sentence(
        f'"{name}" is abstract and cannot be instantiated',
        "Depend on a concrete class, or on a function that returns one.",
    )


def context_manager_provider(name: str) -> Sentence:
    """Say that a provider was decorated with `@contextmanager`."""
    return Sentence(
        f'"{name}" is decorated with @contextmanager, so it provides the manager, not its value',
        "Remove the decorator: a generator with one yield is entered and left for you.",
    )


def unknown_scope(name: str, scope: str, scopes: Iterable[str] = SCOPES) -> Sentence:
    """Say that a scope does not exist. `scopes` are those that do."""
    known = ", ".join(f'"{one}"' for one in scopes)
    return Sentence(
        f'"{name}" is given the scope {scope}, which does not exist', f"The scopes are {known}."
    )


def letters_as_scopes(name: str, scopes: str) -> Sentence:
    """Say that OAuth scopes were written as one string."""
    return Sentence(
        f'the OAuth scopes of "{name}" are the string {scopes}, a sequence of letters',
        f"Write a list: scopes=[{scopes}].",
    )


def unread_scopes(name: str, scopes: Iterable[str]) -> Sentence:
    """Say that nothing below a `Security(..., scopes=[...])` receives its OAuth scopes."""
    shown = ", ".join(f'"{scope}"' for scope in scopes)
    return Sentence(
        f'the OAuth scopes {shown} of "{name}" are checked by nothing: neither "{name}" nor '
        "anything below it takes SecurityScopes or is a security scheme",
        f'Let "{name}" take a parameter of type SecurityScopes and check them, or write '
        f"Depends({name}).",
    )


def not_a_marker(value: str) -> Sentence:
    """Say that a `dependencies=[...]` list holds something that is no marker."""
    return Sentence(
        f"dependencies=[...] holds {value}, which is no Depends(...)",
        "Write dependencies=[Depends(provider)].",
    )


def controller_without_handlers(controller: str) -> Sentence:
    """Say that no method of a controller class serves a path."""
    return Sentence(
        f'the controller "{controller}" has no method that serves a path',
        'Decorate its methods with typed_depends.get("/path"), post, put, … or websocket.',
    )
