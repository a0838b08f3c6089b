"""The sentences of `depends-override`."""

from collections.abc import Iterable

from typed_depends.wording.sentence import Sentence


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
        f'Let "{replacement}" provide "{provided}".',
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


def override_of_no_provider(original: str, provider: str | None) -> Sentence:
    """Say that what is overridden cannot be called. `provider`: what is likely meant."""
    return Sentence(
        f"{original} is overridden, but it cannot be called, so nothing depends on it",
        f"Override the provider itself: {provider}, not {provider}()."
        if provider
        else "Override the very callable that stands in Depends(...).",
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
