"""A field: one parameter of one route, ready to be read from its source.

Holds what a request needs and nothing else: the keys to look under, the place shown in
errors, pydantic's adapter. Built at registration; knows no request.
"""

import copy
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import AliasChoices, BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from typed_depends.params import Body, Param, Source

ErrorDetail = dict[str, Any]
"""One entry of a 422 answer: `type`, `loc`, `msg`, `input`, and `ctx` where pydantic has one."""


class Field(NamedTuple):
    """A parameter with its source, or one field of a model that is read as a group.

    `keys` are the names it may be sent under, the preferred one first. `marker` is what the
    user wrote or what was inferred; a group's member may have none. `many`: a key that was
    sent several times makes one value. `sequence`: what is empty counts as missing.
    `as_bytes`: of an uploaded file the content is meant. `groups` are the models it is read
    into from several keys: one, or the members of a form's union; a plain field has none.
    """

    name: str
    source: Source
    keys: tuple[str, ...]
    info: FieldInfo
    adapter: TypeAdapter[Any]
    marker: Param | None = None
    many: bool = False
    sequence: bool = False
    as_bytes: bool = False
    groups: tuple["Group", ...] = ()

    @property
    def members(self) -> tuple["Field", ...]:
        """The fields of the model this is read into from several keys."""
        return tuple(one.field for group in self.groups[:1] for one in group.members)

    @property
    def embed(self) -> bool:
        """Whether it was said to be one key of the body."""
        return isinstance(self.marker, Body) and bool(self.marker.embed)

    @property
    def required(self) -> bool:
        """Whether a missing value is an error."""
        return self.info.is_required()

    def default(self) -> Any:
        """Return what stands for a value that was not sent.

        Each request gets its own: a default list must not be shared.
        """
        return copy.deepcopy(self.info.get_default(call_default_factory=True))

    def validated(self, value: Any, loc: tuple[str | int, ...]) -> tuple[Any, list[ErrorDetail]]:
        """Return the validated value and no errors, or `None` and the errors at `loc`.

        `PydanticUndefined` stands for a value that was not sent.
        """
        if value is PydanticUndefined:
            if self.required:
                return None, [missing(loc)]
            value = self.default()
            if not self.info.validate_default:
                return value, []
        try:
            return self.adapter.validate_python(value, from_attributes=True), []
        except ValidationError as error:
            return None, [
                {**detail, "loc": (*loc, *detail["loc"])}
                for detail in error.errors(include_url=False)
            ]


class Member(NamedTuple):
    """One field of a group, and by key the name its model knows it by."""

    field: Field
    names: Mapping[str, str]


class Group(NamedTuple):
    """A model that is read from several keys: its own, and others if it takes extra ones.

    `keys` are those of all members; of headers, in lower case. `optional`: if nothing of it
    was sent, it is missing as a whole.
    """

    model: type[BaseModel]
    members: tuple[Member, ...]
    keys: frozenset[str]
    optional: bool
    takes_extra: bool


def missing(loc: tuple[str | int, ...]) -> ErrorDetail:
    """Return the error for a required value that was not sent."""
    return {"type": "missing", "loc": loc, "msg": "Field required", "input": None}


def is_json(info: FieldInfo) -> bool:
    """Tell whether a value is sent as JSON inside a string."""
    if not info.metadata:
        return False
    from pydantic.types import Json  # one of many, all to be loaded

    return any(type(item) is Json for item in info.metadata)


def literal_choices(info: FieldInfo) -> tuple[str, ...]:
    """Return the names of `AliasChoices("a", "b")`; nothing where a path is among them."""
    alias = info.validation_alias
    if isinstance(alias, AliasChoices) and all(isinstance(one, str) for one in alias.choices):
        return tuple(str(one) for one in alias.choices)
    return ()


def preferred_key(name: str, info: FieldInfo) -> str:
    """Return the name a value is sent under if no choice is given."""
    alias = info.validation_alias
    return (alias if isinstance(alias, str) else None) or info.alias or name
