"""Unions of models in a form: each branch reads the form's entries in its own way.

A key that was sent twice is a list to one model and its last value to another, so a branch
is given the entries as they came. Knows groups and pydantic's validators.
"""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BeforeValidator, Tag
from starlette.datastructures import FormData

from typed_depends.reading.field import Group
from typed_depends.reading.sent import form_values


def with_branches(annotation: Any, groups: Sequence[Group]) -> Any:
    """Return a union of models whose members each pick their own values out of a form."""
    remaining = iter(groups)
    return Union[  # noqa: UP007  made from its members
        tuple(
            member if member is type(None) else _branch(member, next(remaining))
            for member in get_args(annotation)
        )
    ]


def _branch(member: Any, group: Group) -> Any:
    said = get_args(member)[1:] if get_origin(member) is Annotated else ()
    # Named in errors as it would be without the validator.
    tag = next((one for one in reversed(said) if isinstance(one, Tag)), Tag(group.model.__name__))
    return Annotated[member, BeforeValidator(partial(_picked, group=group)), tag]


def _picked(value: Any, *, group: Group) -> Any:
    if not isinstance(value, dict):
        return value
    entries = [
        (key, one)
        for key, sent in value.items()
        for one in (sent if isinstance(sent, list) else [sent])
    ]
    # No form can send these, but a validator before the union may have put them there.
    made = {key: sent for key, sent in value.items() if sent is None or sent == []}
    return {**form_values(group, FormData(entries)), **made}
