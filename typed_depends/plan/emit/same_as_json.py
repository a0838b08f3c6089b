"""Which bodies pydantic may read from JSON itself, with the same result.

FastAPI parses the body with `json` and validates what comes out. For types built of what
JSON has, validating the text at once is the same and faster; for others pydantic's JSON
mode is laxer or stricter. Knows pydantic's core schemas; unknown means no.
"""

from collections.abc import Mapping
from typing import Any, Final

_SCALARS: Final = frozenset({"str", "int", "float", "bool", "none"})
_CONSTRAINTS: Final = frozenset(
    {
        "min_length",
        "max_length",
        "pattern",
        "gt",
        "ge",
        "lt",
        "le",
        "multiple_of",
        "strip_whitespace",
    }
)
_SILENT: Final = frozenset({"type", "ref", "metadata", "serialization", "schema_name"})


def reads_alike(schema: Mapping[str, Any]) -> bool:
    """Tell whether what validates in JSON mode validates to the same from parsed JSON."""
    definitions: dict[str, Any] = {}
    if schema["type"] == "definitions":
        definitions = {one["ref"]: one for one in schema["definitions"]}
        schema = schema["schema"]
    return _Reading(definitions).alike(schema)


class _Reading:
    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._assumed: set[str] = set()

    def alike(self, schema: Mapping[str, Any]) -> bool:
        kind = schema["type"]
        said = schema.keys() - _SILENT
        match kind:
            case _ if kind in _SCALARS:
                return said <= _CONSTRAINTS
            case "nullable":
                return said <= {"schema"} and self.alike(schema["schema"])
            case "default":
                return said <= {"schema", "default", "default_factory", "copy_default"} and (
                    self.alike(schema["schema"])
                )
            case "list":
                return said <= {"items_schema", "min_length", "max_length"} and (
                    "items_schema" in schema and self.alike(schema["items_schema"])
                )
            case "dict":
                return (
                    said <= {"keys_schema", "values_schema", "min_length", "max_length"}
                    and schema.get("keys_schema", {}).get("type") == "str"
                    and "values_schema" in schema
                    and self.alike(schema["values_schema"])
                )
            case "model":
                return self._model(schema, said)
            case "definition-ref":
                return self._reference(schema["schema_ref"])
        return False

    def _model(self, schema: Mapping[str, Any], said: Any) -> bool:
        config = schema.get("config", {})
        fields = schema["schema"]
        return (
            said <= {"schema", "cls", "config", "custom_init", "root_model", "generic_origin"}
            and not schema.get("custom_init")
            and not schema.get("root_model")
            and config.keys() <= {"title", "extra_fields_behavior", "from_attributes"}
            and config.get("extra_fields_behavior") != "allow"
            and fields["type"] == "model-fields"
            and not fields.get("computed_fields_unused")
            and "extras_schema" not in fields
            and all(self.alike(one["schema"]) for one in fields["fields"].values())
        )

    def _reference(self, name: str) -> bool:
        if name in self._assumed:
            return True
        self._assumed.add(name)
        target = self._definitions.get(name)
        return target is not None and self.alike(target)
