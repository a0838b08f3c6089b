"""The markers of sources: what `Path()`, `Query()`, `Body()`, `Form()` and their kin make.

Each is a pydantic `FieldInfo`, as in FastAPI, so that it may also stand in a pydantic
model or a dataclass that serves as a provider. Read by `typed_depends.reading`; knows
nothing of requests.
"""

import re
import warnings
from enum import Enum
from typing import Any, ClassVar, Literal, TypedDict

from pydantic import AliasChoices, AliasPath, Discriminator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typing_extensions import Unpack

from typed_depends.errors import FastAPIDeprecationWarning


class Source(Enum):
    """Where a parameter that is no dependency comes from."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"
    FORM = "form"
    FILE = "file"

    @property
    def in_body(self) -> bool:
        """Whether it is part of the request's body."""
        return self in (Source.BODY, Source.FORM, Source.FILE)

    @property
    def in_form(self) -> bool:
        """Whether the body it is part of is a form."""
        return self in (Source.FORM, Source.FILE)

    @property
    def place(self) -> str:
        """Its name at the start of `loc`."""
        return "body" if self.in_body else self.value


class FieldOptions(TypedDict, total=False):
    """What every source's marker hands to pydantic, under pydantic's names."""

    annotation: Any
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
    pattern: str | re.Pattern[str] | None
    discriminator: str | Discriminator | None
    strict: bool | None
    validate_default: bool | None
    union_mode: Literal["smart", "left_to_right"] | None
    fail_fast: bool | None
    multiple_of: float | None
    allow_inf_nan: bool | None
    max_digits: int | None
    decimal_places: int | None
    examples: list[Any] | None
    deprecated: str | bool | None
    json_schema_extra: Any


class ParamOptions(FieldOptions, total=False):
    """What every source's marker takes: FastAPI's names.

    `regex` is the older word for `pattern`, `example` for `examples`.
    """

    openapi_examples: dict[str, Any] | None
    include_in_schema: bool
    regex: str | None
    example: Any


class BodyOptions(ParamOptions, total=False):
    """What the markers of the body take as well."""

    media_type: str


class Param(FieldInfo):  # type: ignore[misc]  # as FastAPI does; pydantic keeps the subclass
    """A field that says where its value comes from: unless it is of a subclass, a query key."""

    source: ClassVar[Source] = Source.QUERY

    @property
    def in_(self) -> Source:
        """The source, under FastAPI's name."""
        return self.source

    def __init__(self, default: Any = PydanticUndefined, **options: Unpack[ParamOptions]) -> None:
        given: dict[str, Any] = {**options}
        self.openapi_examples = given.pop("openapi_examples", None)
        self.include_in_schema = given.pop("include_in_schema", True)
        self.example = given.pop("example", PydanticUndefined)
        if self.example is not PydanticUndefined:
            _warn_of("example", "examples")
        regex = given.pop("regex", None)
        if regex is not None:
            _warn_of("regex", "pattern")
            given["pattern"] = given.get("pattern") or regex
        if given.get("validation_alias") is None:
            given.pop("validation_alias", None)
        if "alias" in given:
            # `alias=None` takes away one that was said elsewhere in `Annotated`.
            given.setdefault("validation_alias", given["alias"])
            given["serialization_alias"] = given.get("serialization_alias") or given["alias"]
        super().__init__(default=default, **given)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.default})"


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
        self,
        default: Any = PydanticUndefined,
        *,
        convert_underscores: bool = True,
        **options: Unpack[ParamOptions],
    ) -> None:
        self.convert_underscores = convert_underscores
        super().__init__(default, **options)


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
        **options: Unpack[ParamOptions],
    ) -> None:
        self.embed = embed
        self.media_type = media_type
        super().__init__(default, **options)


class Form(Body):  # type: ignore[misc]
    """A key of a form, or a model of several."""

    source = Source.FORM

    def __init__(
        self,
        default: Any = PydanticUndefined,
        *,
        media_type: str = "application/x-www-form-urlencoded",
        **options: Unpack[ParamOptions],
    ) -> None:
        super().__init__(default, media_type=media_type, **options)


class File(Form):  # type: ignore[misc]
    """A file of a multipart form: an `UploadFile`, or its content as `bytes`."""

    source = Source.FILE

    def __init__(
        self,
        default: Any = PydanticUndefined,
        *,
        media_type: str = "multipart/form-data",
        **options: Unpack[ParamOptions],
    ) -> None:
        super().__init__(default, media_type=media_type, **options)


def _warn_of(older: str, newer: str) -> None:
    warnings.warn(
        f"`{older}` has been deprecated, please use `{newer}` instead",
        FastAPIDeprecationWarning,
        stacklevel=5,
    )
