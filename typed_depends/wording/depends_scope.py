"""The sentences of `depends-scope`."""

from typed_depends.scope import Scope
from typed_depends.wording.sentence import Sentence


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
