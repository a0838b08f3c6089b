"""JSON schemas: one for each place that has a type, and the components they share.

pydantic makes them, all at once, so that two models of one name get different names and a
model that reads differently than it is written gets two components.
"""

import copy
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import AliasChoices, BaseModel, ConfigDict, TypeAdapter
from pydantic import Field as PydanticField
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema, PydanticUndefined

REF_PREFIX = "#/components/schemas/"
REF_TEMPLATE = REF_PREFIX + "{model}"

Schema: TypeAlias = dict[str, Any]
Mode: TypeAlias = Literal["validation", "serialization"]

_ATTRIBUTES: Mapping[str, Any] = {
    "default": PydanticUndefined,
    "default_factory": None,
    "title": None,
    "description": None,
    "examples": None,
    "discriminator": None,
    "deprecated": None,
    "json_schema_extra": None,
    "field_title_generator": None,
}


@dataclass(frozen=True, slots=True, eq=False)
class Typed:
    """A place in the document that has a type.

    Its schema is called after `alias`, unless it has a title or refers to a component.
    """

    info: FieldInfo
    alias: str
    mode: Mode = "validation"
    config: ConfigDict | None = None

    def adapter(self) -> TypeAdapter[Any]:
        """Return pydantic's adapter for the type with everything said about it."""
        attributes = {
            name: value
            for name, absent in _ATTRIBUTES.items()
            if (value := getattr(self.info, name, absent)) is not absent
        }
        parts = (self.info.annotation, *self.info.metadata, PydanticField(**attributes))
        with warnings.catch_warnings():
            # pydantic warns of attributes that mean nothing outside a model.
            warnings.simplefilter("ignore")
            type_form: Any = Annotated[parts]
            return TypeAdapter(type_form, config=self.config)


class Schemas:
    """The schemas of all places, and `definitions`, the components they refer to.

    With `separate=False` a component that reads differently than it is written is shown
    as it reads, unless it has computed fields.
    """

    def __init__(self, places: Iterable[Typed], *, separate: bool) -> None:
        adapters = {place: place.adapter() for place in places}
        found, shared = TypeAdapter.json_schemas(
            [
                (place, _mode(place, adapter, separate=separate), adapter)
                for place, adapter in adapters.items()
            ],
            ref_template=REF_TEMPLATE,
            schema_generator=_Generator,
        )
        self._schemas = {place: schema for (place, _), schema in found.items()}
        self.definitions: dict[str, Schema] = shared.get("$defs", {})
        for definition in self.definitions.values():
            if "description" in definition:
                # What stands behind a form feed is for readers of the code.
                definition["description"] = definition["description"].split("\f")[0]

    def of(self, place: Typed) -> Schema:
        """Return the schema of a place."""
        schema = dict(self._schemas[place])
        if "$ref" not in schema:
            schema["title"] = place.info.title or place.alias.title().replace("_", " ")
        return schema

    def component(self, name: str, schema: Schema) -> Schema:
        """Add a component, and return the reference to it."""
        name = re.sub(r"[^a-zA-Z0-9.\-_]", "_", name)
        self.definitions[name] = schema
        return {"$ref": REF_PREFIX + name}

    def component_at(self, reference: Schema) -> Schema | None:
        """Return a copy of the component that a schema refers to, if it does."""
        name = reference.get("$ref", "").removeprefix(REF_PREFIX)
        return copy.deepcopy(self.definitions.get(name))


class _Generator(GenerateJsonSchema):
    """pydantic's generator, which shows bytes as OpenAPI 3.1 does: by their media type."""

    def bytes_schema(self, schema: CoreSchema) -> Schema:
        shown = {"type": "string", "contentMediaType": "application/octet-stream"}
        written = self.mode == "serialization"
        if (self._config.ser_json_bytes if written else self._config.val_json_bytes) == "base64":
            shown["contentEncoding"] = "base64"
        self.update_with_validations(shown, schema, self.ValidationsMapping.bytes)
        return shown


def alias_of(name: str, info: FieldInfo) -> str:
    """Return the name that a parameter's schema is called after."""
    match info.validation_alias:
        case str(alias) if alias:
            return alias
        case AliasChoices(choices=[str(first), *others]) if all(
            isinstance(one, str) for one in others
        ):
            return first
    return info.alias or name


def _mode(place: Typed, adapter: TypeAdapter[Any], *, separate: bool) -> Mode:
    if separate or _computes(adapter.core_schema) or _has_computed(place.info.annotation, set()):
        return place.mode
    return "validation"


def _computes(schema: Any) -> bool:
    """Tell whether a schema's own type, perhaps a dataclass, has computed fields."""
    return bool(schema.get("schema", {}).get("computed_fields"))


def _has_computed(annotation: Any, seen: set[Any]) -> bool:
    """Tell whether a model in `annotation`, or under it, has computed fields."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation in seen:
            return False
        seen.add(annotation)
        return bool(annotation.model_computed_fields) or any(
            _has_computed(info.annotation, seen) for info in annotation.model_fields.values()
        )
    return any(_has_computed(one, seen) for one in get_args(annotation))
