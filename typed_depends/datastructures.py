"""What a request carries besides plain values: an uploaded file.

Starlette's class, made one that pydantic can validate and describe.
"""

from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema
from starlette.datastructures import (
    URL,
    Address,
    FormData,
    Headers,
    QueryParams,
    State,
)
from starlette.datastructures import UploadFile as StarletteUploadFile

__all__ = [
    "URL",
    "Address",
    "FormData",
    "Headers",
    "QueryParams",
    "State",
    "UploadFile",
]


class UploadFile(StarletteUploadFile):
    """A file of a multipart form. As `fastapi.UploadFile`.

    `filename`, `size` in bytes, `headers` and `content_type` are what the client said;
    `file` is the open file itself, for use in threads; `await` `read`, `write`, `seek` and
    `close` elsewhere. It is closed when the request is over.
    """

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_received)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "contentMediaType": "application/octet-stream"}


def _received(value: Any) -> Any:
    # The form's parser makes Starlette's own class, and so may a test.
    if not isinstance(value, StarletteUploadFile):
        raise ValueError(f"Expected UploadFile, received: {type(value)}")
    return value
