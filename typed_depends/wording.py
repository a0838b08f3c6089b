"""Every rule's sentence, written once and said by both halves.

Each function takes names, types and scopes as they are to be shown and returns what
was found and how to mend it. Knows neither callables nor mypy's types. Imports
nothing but the standard library, so that mypy loads it cheaply.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from typed_depends.scope import SCOPES, Scope


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was found, and the remedy."""

    found: str
    remedy: str


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


# depends-type


def type_mismatch(parameter: str, declared: str, provider: str, provided: str) -> Sentence:
    """Say that a provider gives another type than the parameter declares."""
    return Sentence(
        f'"{parameter}" is declared "{declared}", but "{provider}" provides "{provided}"',
        f'Declare "{parameter}" as "{provided}", or depend on something that provides '
        f'"{declared}".',
    )


# depends-scope


def scope_inversion(holder: str, holder_scope: Scope, held: str, held_scope: Scope) -> Sentence:
    """Say that something holds what ends before it."""
    if holder_scope == "request":
        remedy = f'Give "{held}" scope="request", or give "{holder}" scope="function".'
    else:
        remedy = (
            f'Give "{held}" scope="lifespan", or take "{held}" where it is used '
            f'instead of in "{holder}".'
        )
    return Sentence(
        f'"{holder}" ({holder_scope}) holds "{held}" ({held_scope}), which ends first',
        remedy,
    )


def request_value_under_lifespan(
    holder: str, dependant: str, parameter: str, value: str
) -> Sentence:
    """Say that a lifespan provider reaches something that belongs to one request.

    `dependant` has the `parameter`: the `holder` itself, or something it holds.
    """
    through = "" if dependant == holder else f' of "{dependant}"'
    return Sentence(
        f'"{holder}" (lifespan) is set up once for all requests, but "{parameter}"{through} is '
        f"{value}, which belongs to one request",
        f'Take "{parameter}" where it is used, in a provider with scope="request".',
    )


# depends-cycle


def cycle(names: Iterable[str]) -> Sentence:
    """Say that a provider needs itself. `names` starts and ends with the same one."""
    drawn = list(names)
    way = " → ".join(drawn)
    return Sentence(
        f'"{drawn[0]}" needs itself: {way}',
        f'Break the circle: let "{drawn[-2]}" do without "{drawn[0]}", or move what both need '
        "into a third provider.",
    )


# depends-override


def override_needs_original(original: str, replacement: str) -> Sentence:
    """Say that a replacement depends on what it replaces."""
    return Sentence(
        f'"{replacement}" replaces "{original}" and depends on it, so it would need itself',
        f'Call "{original}" inside "{replacement}" instead of depending on it.',
    )


def override_type(original: str, provided: str, replacement: str, given: str) -> Sentence:
    """Say that a replacement provides another type than the original."""
    return Sentence(
        f'"{original}" provides "{provided}", but its replacement "{replacement}" provides '
        f'"{given}"',
        f'Let "{replacement}" provide a "{provided}".',
    )


def override_parameter(original: str, replacement: str, parameter: str) -> Sentence:
    """Say that a replacement would silently read a parameter from the request."""
    return Sentence(
        f'the parameter "{parameter}" of "{replacement}", which replaces "{original}", would be '
        f'read from the request, but "{original}" reads no such parameter',
        f'Give "{parameter}" a Depends(...), an explicit Query(...) or the like, or leave it out.',
    )


def override_arguments(original: str, replacement: str) -> Sentence:
    """Say that a replacement takes `*args` and `**kwargs`, as mocks do."""
    return Sentence(
        f'"{replacement}", which replaces "{original}", takes any arguments, so nothing says '
        "how to fill them",
        "Replace it by a function that returns it: lambda: replacement.",
    )


def override_not_callable(original: str, replacement: str) -> Sentence:
    """Say that a replacement cannot be called."""
    return Sentence(
        f'"{original}" is replaced by {replacement}, which cannot be called',
        "Replace a provider by a provider: write lambda: value to provide a value.",
    )


def override_unused(original: str, nearest: Iterable[str]) -> Sentence:
    """Say that an override could never be used, with the names that look like it."""
    near = list(nearest)
    return Sentence(
        f'no endpoint depends on "{original}", so overriding it changes nothing',
        f"Did you mean {' or '.join(f'“{name}”' for name in near)}?"
        if near
        else f'Override the very callable that stands in Depends(...), not a copy of "{original}".',
    )


# depends-parameter


def variadic_parameter(dependant: str, parameter: str) -> Sentence:
    """Say that `*args` or `**kwargs` cannot be filled."""
    return Sentence(
        f'"{dependant}" takes "{parameter}", which nothing can fill',
        f'Name the parameters "{dependant}" needs, or wrap it in a function that does '
        "(a decorator keeps the signature with functools.wraps).",
    )


def positional_only_parameter(dependant: str, parameter: str) -> Sentence:
    """Say that a positional-only parameter cannot be filled."""
    return Sentence(
        f'"{parameter}" of "{dependant}" is positional-only, and providers are called by name',
        'Remove the "/" from the signature.',
    )


def unfillable_parameter(dependant: str, parameter: str, annotation: str) -> Sentence:
    """Say that no source can produce a parameter's type."""
    return Sentence(
        f'nothing can fill "{parameter}" of "{dependant}": "{annotation}" can neither be read '
        "from a request nor built by pydantic",
        f"Write Annotated[{annotation}, Depends(...)] with a provider of it.",
    )


def ungiven_parameter(dependant: str, parameter: str, annotation: str) -> Sentence:
    """Say that, without a request, nothing gives a parameter."""
    return Sentence(
        f'nothing can fill "{parameter}" of "{dependant}": no value of type "{annotation}" was '
        "given, and there is no request to read it from",
        f'Pass "{parameter}" to call(...), give a "{annotation}" to request(...), or let it '
        "depend on a provider.",
    )


def unsupported_source(dependant: str, parameter: str, source: str, annotation: str) -> Sentence:
    """Say that a source cannot carry a parameter's type."""
    return Sentence(
        f'"{parameter}" of "{dependant}" is read from the {source}, which cannot carry '
        f'"{annotation}"',
        "Use a scalar, or a sequence of scalars, or read it from the body with Body().",
    )


def no_signature(dependant: str) -> Sentence:
    """Say that a callable does not tell its parameters."""
    return Sentence(
        f'"{dependant}" has no signature that can be read',
        "Wrap it in a function with annotated parameters.",
    )


def unserialisable_return(dependant: str, annotation: str) -> Sentence:
    """Say that what an endpoint returns is no type pydantic can serialise."""
    return Sentence(
        f'"{dependant}" returns "{annotation}", which pydantic cannot serialise',
        "Return a type it can, or say response_model=None.",
    )


# depends-marker


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


def unknown_scope(name: str, scope: str) -> Sentence:
    """Say that a scope does not exist."""
    return Sentence(
        f'"{name}" is given the scope {scope}, which does not exist',
        f"The scopes are {_listed(SCOPES)}.",
    )


def letters_as_scopes(name: str, scopes: str) -> Sentence:
    """Say that OAuth scopes were written as one string."""
    return Sentence(
        f'the OAuth scopes of "{name}" are the string {scopes}, a sequence of letters',
        f"Write a list: scopes=[{scopes}].",
    )


def not_a_marker(value: str) -> Sentence:
    """Say that a `dependencies=[...]` list holds something that is no marker."""
    return Sentence(
        f"dependencies=[...] holds {value}, which is no Depends(...)",
        "Write dependencies=[Depends(provider)].",
    )


# depends-annotation


def lost_annotation(dependant: str, parameter: str, annotation: str, missing: str) -> Sentence:
    """Say that a name in an annotation does not exist at run time."""
    return Sentence(
        f'the annotation of "{parameter}" of "{dependant}" cannot be read at run time: '
        f'"{missing}" in "{annotation}" is not defined there',
        f'Import "{missing}" outside "if TYPE_CHECKING:" and define it at module level, so that '
        "the running program finds it.",
    )


def lost_return_annotation(dependant: str, annotation: str, missing: str) -> Sentence:
    """Say that the name of a response's type does not exist at run time."""
    return Sentence(
        f'what "{dependant}" returns cannot be read at run time: "{missing}" in "{annotation}" '
        "is not defined there, so its answers would go out unfiltered",
        f'Import "{missing}" outside "if TYPE_CHECKING:", or say response_model=None.',
    )


# depends-path


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


# depends-yield


def swallowed(provider: str, error: str) -> Sentence:
    """Say that a provider kept an exception, so that no response was made."""
    return Sentence(
        f'"{provider}" caught {error} after its yield and did not raise it again, so there is no '
        "response to send",
        f'Let "{provider}" end its except block with raise, or with raising an HTTPException.',
    )


# depends-connection


def wrong_connection(dependant: str, parameter: str, annotation: str, route: str) -> Sentence:
    """Say that `Request` is asked for under a WebSocket route, or the other way round."""
    return Sentence(
        f'"{parameter}" of "{dependant}" is a "{annotation}", but the route is {route}',
        f'Annotate "{parameter}" as HTTPConnection, which is given for both.',
    )
