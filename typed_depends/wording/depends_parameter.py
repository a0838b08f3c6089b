"""The sentences of `depends-parameter`."""

from typed_depends.wording.sentence import Sentence


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


def unbound_method(method: str, parameter: str, class_: str) -> Sentence:
    """Say that a method was given without an instance."""
    return Sentence(
        f'"{method}" is a method of "{class_}" without an instance, so nothing can fill its '
        f'"{parameter}"',
        f"Give the method of an instance, or of the class with @classmethod: Depends({class_}()."
        f"{method}).",
    )


def init_variable(dependant: str, parameter: str, annotation: str) -> Sentence:
    """Say that FastAPI takes the `InitVar` of a dataclass for a type."""
    return Sentence(
        f'nothing can fill "{parameter}" of "{dependant}": to FastAPI "InitVar[{annotation}]" is a '
        "type, which pydantic does not know",
        f'Give "{parameter}" the default Depends(...), or write the __init__ of "{dependant}".',
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


def forms_extra_missing(dependant: str, parameter: str, marker: str) -> Sentence:
    """Say that forms cannot be read, because the parser of forms is not installed."""
    return Sentence(
        f'"{parameter}" of "{dependant}" is marked {marker}(), but the package that reads forms, '
        "python-multipart, is not installed",
        'Install it: pip install "typed_depends[forms]".',
    )


def json_in_form(dependant: str, parameter: str, form: str) -> Sentence:
    """Say that a parameter is JSON in a body that is a form."""
    return Sentence(
        f'"{parameter}" of "{dependant}" is read from a JSON body, but "{form}" makes the body a '
        "form, and a request has one body",
        f'Send both as a form: mark "{parameter}" Form(), or annotate it Json[...] to send it '
        "as JSON in one field.",
    )
