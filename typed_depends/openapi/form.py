"""The schema of a form some of whose keys belong to models.

The models' keys stand beside the form's own, so each model is a condition on the whole form.
"""

from dataclasses import dataclass
from typing import Any

from typed_depends.graph.body import RequestBody
from typed_depends.openapi.schemas import Schema, Schemas, Typed, alias_of
from typed_depends.reading.field import Field, Group


def is_flat(body: RequestBody) -> bool:
    """Tell whether a body is such a form. One required model alone is the whole of its form."""
    groups = [group for field in body.fields for group in field.groups]
    return bool(groups) and (body.embed or any(group.optional for group in groups))


@dataclass(frozen=True, slots=True)
class FlatForm:
    """A form, before its schema is made."""

    name: str
    parts: tuple[tuple[Field, Typed], ...]

    def schema(self, schemas: Schemas) -> Schema:
        """Return a reference to the component that describes the form."""
        properties: dict[str, Schema] = {}
        required: dict[str, None] = {}
        conditions: list[Schema] = []
        for field, typed in self.parts:
            part = schemas.of(typed)
            key = field.keys[0]
            if field.groups:
                conditions.extend(_conditions(field, part, schemas))
                continue
            if key in properties:
                conditions.append({"properties": {key: part}})
            properties.setdefault(key, part)
            if field.required:
                required[key] = None
        shown: Schema = {"type": "object", "title": self.name}
        if properties:
            shown["properties"] = properties
        if required:
            shown["required"] = list(required)
        return schemas.component(self.name, {**shown, "allOf": conditions})


def flat_form(name: str, body: RequestBody) -> FlatForm:
    """Return the form of a body."""
    return FlatForm(name, tuple((one, Typed(one.info, one.name)) for one in body.fields))


def _conditions(field: Field, part: Schema, schemas: Schemas) -> list[Schema]:
    """Return what a form must be for the models of one field."""
    part.pop("default", None)
    group = field.groups[0] if len(field.groups) == 1 else None
    if not field.groups[0].optional:
        return [_in_place(group, part, schemas)]
    # A form has no null: a model that may be missing is missing with all its keys.
    part["anyOf"] = [
        _in_place(group, choice, schemas)
        for choice in part["anyOf"]
        if choice.get("type") != "null"
    ]
    absent = _absent(field)
    return [{"not": absent}, part] if field.required else [{"anyOf": [absent, part]}]


def _in_place(group: Group | None, part: Schema, schemas: Schemas) -> Schema:
    """Return a model's schema written out, if a key of it has several names in the form."""
    model = schemas.component_at(part) if group is not None else None
    if group is None or model is None:
        return part
    required = model.get("required", [])
    names: dict[str, tuple[str, ...]] = {}
    for member in group.members:
        keys = member.field.keys
        shown = alias_of(member.field.name, member.field.info)
        if keys[0] != shown or (len(keys) > 1 and shown in required):
            names[shown] = keys
    if not names:
        return part
    properties = model["properties"].items()
    model["properties"] = {names.get(name, (name,))[0]: value for name, value in properties}
    model["required"] = [keys[0] for name in required if len(keys := names.get(name, (name,))) == 1]
    several = [keys for name in required if len(keys := names.get(name, (name,))) > 1]
    if several:
        model["allOf"] = [{"anyOf": [{"required": [key]} for key in keys]} for keys in several]
    return model


def _absent(field: Field) -> dict[str, Any]:
    if any(group.takes_extra for group in field.groups):
        return {"maxProperties": 0}
    names = sorted({name for group in field.groups for name in group.keys})
    return {"not": {"anyOf": [{"required": [name]} for name in names]}} if names else {}
