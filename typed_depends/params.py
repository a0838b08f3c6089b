"""The markers of sources: what `Path()`, `Query()`, `Header()`, `Cookie()`, `Body()` make.

Each is a pydantic `FieldInfo`, as in FastAPI, so that it may also stand in a pydantic
model or a dataclass that serves as a provider. Read by `typed_depends.reading`; knows
nothing of requests.
"""

from enum import Enum
from typing import Any, ClassVar, TypedDict

from pydantic import AliasChoices, AliasPath, Discriminator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined


class Source(Enum):
    """Where a parameter that is no dependency comes from; the value is its name in `loc`."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"


class ParamOptions(TypedDict, total=False):
    """What every source's marker takes: FastAPI's names, pydantic's meanings."""

    default_factory: Any
    alias: str | None
    alias_priority: int | None
    validation_alias: str | AliasPath | AliasChoices | None
    serialization_alias: str | None
    title: str | None
    description: str | None
    gt: float | None
    ge: float | None
    lt: float | None
    le: float | None
    min_length: int | None
    max_length: int | None
    pattern: str | None
    discriminator: str | Discriminator | None
    strict: bool | None
    validate_default: bool | None
    union_mode: str | None
    fail_fast: bool | None
    multiple_of: float | None
    allow_inf_nan: bool | None
    max_digits: int | None
    decimal_places: int | None
    examples: list[Any] | None
    deprecated: str | bool | None
    json_schema_extra: Any


class Param(FieldInfo):  # type: ignore[misc]  # as FastAPI does; pydantic keeps the subclass
    """A field that says where its value comes from."""

    source: ClassVar[Source]

    def __init__(
        self,
        default: Any = PydanticUndefined,
        *,
        openapi_examples: dict[str, Any] | None = None,
        include_in_schema: bool = True,
        options: ParamOptions,
    ) -> None:
        self.openapi_examples = openapi_examples
        self.include_in_schema = include_in_schema
        given: dict[str, Any] = dict(options)
        alias = given.get("alias")
        if given.get("validation_alias") is None and alias is not None:
            given["validation_alias"] = alias
        if given.get("serialization_alias") is None and isinstance(alias, str):
            given["serialization_alias"] = alias
        super().__init__(default=default, **given)


class Path(Param):  # type: ignore[misc]
    """A placeholder of the route's path."""

    source = Source.PATH


class Query(Param):  # type: ignore[misc]
    """A key of the query string."""

    source = Source.QUERY


class Header(Param):  # type: ignore[misc]
    """A request header; underscores of the parameter's name are read as hyphens."""

    source = Source.HEADER

    def __init__(
        self, default: Any = PydanticUndefined, *, convert_underscores: bool = True, **rest: Any
    ) -> None:
        self.convert_underscores = convert_underscores
        super().__init__(default, **rest)


class Cookie(Param):  # type: ignore[misc]
    """A cookie."""

    source = Source.COOKIE


class Body(Param):  # type: ignore[misc]
    """The request's JSON body, or one key of it where several parameters share it."""

    source = Source.BODY

    def __init__(
        self,
        default: Any = PydanticUndefined,
        *,
        embed: bool | None = None,
        media_type: str = "application/json",
        **rest: Any,
    ) -> None:
        self.embed = embed
        self.media_type = media_type
        super().__init__(default, **rest)
