"""The schema object of OpenAPI 3.1: JSON Schema 2020-12 and what OpenAPI adds to it.

The vocabularies stand in the order of the specification; extensions are kept. Names are
those of `fastapi.openapi.models`.
"""

from typing import Any, Literal, Optional, TypeAlias

from pydantic import AnyUrl, BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

SchemaType: TypeAlias = Literal["array", "boolean", "integer", "null", "number", "object", "string"]

_KEYWORDS = {
    "schema_": "$schema",
    "vocabulary": "$vocabulary",
    "id": "$id",
    "anchor": "$anchor",
    "dynamicAnchor": "$dynamicAnchor",
    "ref": "$ref",
    "dynamicRef": "$dynamicRef",
    "defs": "$defs",
    "comment": "$comment",
}


class Extensible(BaseModel):
    """An object of the specification, which may carry extensions (`x-...`)."""

    model_config = ConfigDict(extra="allow")


class Reference(BaseModel):
    """Stands for something that is written elsewhere in the document."""

    ref: str = Field(alias="$ref")


class Discriminator(BaseModel):
    """Which property tells the members of a union apart."""

    propertyName: str
    mapping: dict[str, str] | None = None


class XML(Extensible):
    """How a property is written in XML."""

    name: str | None = None
    namespace: str | None = None
    prefix: str | None = None
    attribute: bool | None = None
    wrapped: bool | None = None


class ExternalDocumentation(Extensible):
    """Where more can be read."""

    description: str | None = None
    url: AnyUrl


class Example(TypedDict, total=False):
    """One of several named examples."""

    summary: str | None
    description: str | None
    value: Any | None
    externalValue: AnyUrl | None

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]  # pydantic's way


def _keyword(name: str) -> str:
    return _KEYWORDS.get(name, name.rstrip("_"))


class Schema(BaseModel):
    """A JSON schema."""

    model_config = ConfigDict(extra="allow", alias_generator=_keyword)

    # Core (JSON Schema Core, section 8)
    schema_: str | None = None
    vocabulary: str | None = None
    id: str | None = None
    anchor: str | None = None
    dynamicAnchor: str | None = None
    ref: str | None = None
    dynamicRef: str | None = None
    defs: dict[str, "SchemaOrBool"] | None = None
    comment: str | None = None
    # Applicators (Core, section 10)
    allOf: list["SchemaOrBool"] | None = None
    anyOf: list["SchemaOrBool"] | None = None
    oneOf: list["SchemaOrBool"] | None = None
    not_: Optional["SchemaOrBool"] = None
    if_: Optional["SchemaOrBool"] = None
    then: Optional["SchemaOrBool"] = None
    else_: Optional["SchemaOrBool"] = None
    dependentSchemas: dict[str, "SchemaOrBool"] | None = None
    prefixItems: list["SchemaOrBool"] | None = None
    items: Optional["SchemaOrBool"] = None
    contains: Optional["SchemaOrBool"] = None
    properties: dict[str, "SchemaOrBool"] | None = None
    patternProperties: dict[str, "SchemaOrBool"] | None = None
    additionalProperties: Optional["SchemaOrBool"] = None
    propertyNames: Optional["SchemaOrBool"] = None
    # Unevaluated (Core, section 11)
    unevaluatedItems: Optional["SchemaOrBool"] = None
    unevaluatedProperties: Optional["SchemaOrBool"] = None
    # Assertions (JSON Schema Validation, section 6)
    type: SchemaType | list[SchemaType] | None = None
    enum: list[Any] | None = None
    const: Any | None = None
    multipleOf: float | None = Field(default=None, gt=0)
    maximum: float | None = None
    exclusiveMaximum: float | None = None
    minimum: float | None = None
    exclusiveMinimum: float | None = None
    maxLength: int | None = Field(default=None, ge=0)
    minLength: int | None = Field(default=None, ge=0)
    pattern: str | None = None
    maxItems: int | None = Field(default=None, ge=0)
    minItems: int | None = Field(default=None, ge=0)
    uniqueItems: bool | None = None
    maxContains: int | None = Field(default=None, ge=0)
    minContains: int | None = Field(default=None, ge=0)
    maxProperties: int | None = Field(default=None, ge=0)
    minProperties: int | None = Field(default=None, ge=0)
    required: list[str] | None = None
    dependentRequired: dict[str, set[str]] | None = None
    # Format and content (Validation, sections 7 and 8)
    format: str | None = None
    contentEncoding: str | None = None
    contentMediaType: str | None = None
    contentSchema: Optional["SchemaOrBool"] = None
    # Annotations (Validation, section 9)
    title: str | None = None
    description: str | None = None
    default: Any | None = None
    deprecated: bool | None = None
    readOnly: bool | None = None
    writeOnly: bool | None = None
    examples: list[Any] | None = None
    # What OpenAPI adds (OpenAPI 3.1, section 4.8.24)
    discriminator: Discriminator | None = None
    xml: XML | None = None
    externalDocs: ExternalDocumentation | None = None
    example: Any | None = None


SchemaOrBool: TypeAlias = Schema | bool

Schema.model_rebuild()
