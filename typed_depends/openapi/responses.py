"""The answers of an operation: its own, those it names besides, and the 422."""

import copy
import http.client
import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.fields import FieldInfo
from starlette.responses import JSONResponse

from typed_depends.openapi.operation import Answer, Operation, Stream
from typed_depends.openapi.plain import merge
from typed_depends.openapi.schemas import REF_PREFIX, Schema, Schemas, Typed

_RANGES = {
    "1XX": "Information",
    "2XX": "Success",
    "3XX": "Redirection",
    "4XX": "Client Error",
    "5XX": "Server Error",
    "default": "Default Response",
}

VALIDATION_SCHEMAS: Mapping[str, Schema] = {
    "ValidationError": {
        "title": "ValidationError",
        "type": "object",
        "properties": {
            "loc": {
                "title": "Location",
                "type": "array",
                "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
            },
            "msg": {"title": "Message", "type": "string"},
            "type": {"title": "Error Type", "type": "string"},
            "input": {"title": "Input"},
            "ctx": {"title": "Context", "type": "object"},
        },
        "required": ["loc", "msg", "type"],
    },
    "HTTPValidationError": {
        "title": "HTTPValidationError",
        "type": "object",
        "properties": {
            "detail": {
                "title": "Detail",
                "type": "array",
                "items": {"$ref": REF_PREFIX + "ValidationError"},
            }
        },
    },
}
"""What a 422 answer looks like."""


class Responses:
    """The answers of an operation, before their schemas are made."""

    def __init__(self, operation: Operation, *, validates: bool) -> None:
        self._operation = operation
        self._validates = validates
        answer = operation.answer
        self._own = None
        if answer.model is not None:
            kind = "Response" if answer.stream is None else "StreamItem"
            self._own = _written(answer.model, f"{kind}_{operation.unique_id}")
        self._named = {
            status: _written(response["model"], f"Response_{status}_{operation.unique_id}")
            for status, response in operation.responses.items()
            if response.get("model")
        }

    @property
    def typed(self) -> Iterator[Typed]:
        """The places that need a schema."""
        if self._own is not None:
            yield self._own
        yield from self._named.values()

    @property
    def shows_422(self) -> bool:
        """Whether the 422 is shown: where something is validated and nobody said it better."""
        said = {_key(status) for status in self._operation.responses}
        said.add(str(_status(self._operation.answer)))
        return self._validates and not said & {"422", "4XX", "default"}

    def shown(self, schemas: Schemas, item_schema: str) -> dict[str, Any]:
        """Return the responses object. `item_schema` is the keyword for what streams send."""
        answer = self._operation.answer
        own: dict[str, Any] = {"description": self._operation.response_description}
        if (content := self._content(schemas, item_schema)) is not None:
            own["content"] = content
        shown = {str(_status(answer)): own}
        for status, response in self._operation.responses.items():
            self._add(shown, status, response, schemas)
        if self.shows_422:
            schema = {"$ref": REF_PREFIX + "HTTPValidationError"}
            shown["422"] = {
                "description": "Validation Error",
                "content": {"application/json": {"schema": schema}},
            }
        return shown

    def _content(self, schemas: Schemas, item_schema: str) -> dict[str, Any] | None:
        answer = self._operation.answer
        if not answer.has_body:
            return None
        own = None if self._own is None else schemas.of(self._own)
        match answer.stream:
            case Stream.JSON_LINES:
                return {answer.stream.value: {item_schema: own or {}}}
            case Stream.SERVER_SENT_EVENTS:
                return {answer.stream.value: {item_schema: _event(own)}}
        if not answer.response_class.media_type:
            return None
        if not issubclass(answer.response_class, JSONResponse):
            own = {"type": "string"}
        return {answer.response_class.media_type: {"schema": own or {}}}

    def _add(
        self,
        shown: dict[str, Any],
        status: int | str,
        response: Mapping[str, Any],
        schemas: Schemas,
    ) -> None:
        """Write what `responses=` says of one status over what is there."""
        said = copy.deepcopy({key: one for key, one in response.items() if key != "model"})
        if (typed := self._named.get(status)) is not None:
            media_type = self._operation.answer.response_class.media_type or "application/json"
            content = said.setdefault("content", {}).setdefault(media_type, {})
            merge(content.setdefault("schema", {}), schemas.of(typed))
        key = _key(status)
        phrase = _phrase(key, status)
        there = shown.setdefault(key, {})
        description = said.get("description") or there.get("description") or phrase
        merge(there, said)
        there["description"] = description


def _written(model: Any, alias: str) -> Typed:
    return Typed(FieldInfo(annotation=model), alias, "serialization")


def _phrase(key: str, status: int | str) -> str:
    """Return what a status says by itself. Raises `ValueError` for what is none."""
    if key in _RANGES:
        return _RANGES[key]
    if not key.isdecimal():
        raise ValueError(
            f'`responses` names "{status}", which is no status: '
            f"give a code such as 404, a range such as 4XX, or default"
        )
    return http.client.responses.get(int(key), "Additional Response")


def _key(status: int | str) -> str:
    key = str(status).upper()
    return "default" if key == "DEFAULT" else key


def _status(answer: Answer) -> int:
    """Return the status: the operation's, else the one its response class begins with."""
    if answer.status_code is not None:
        return answer.status_code
    parameters = inspect.signature(answer.response_class.__init__).parameters
    default = getattr(parameters.get("status_code"), "default", None)
    return default if isinstance(default, int) else 200


def _event(data: Schema | None) -> Schema:
    """Return the schema of one server-sent event (WHATWG HTML, section 9.2)."""
    text: Schema = {"type": "string"}
    event: Schema = {
        "type": "object",
        "properties": {
            "data": text,
            "event": text,
            "id": text,
            "retry": {"type": "integer", "minimum": 0},
        },
    }
    if data is not None:
        event["required"] = ["data"]
        event["properties"]["data"] = {
            **text,
            "contentMediaType": "application/json",
            "contentSchema": data,
        }
    return event
