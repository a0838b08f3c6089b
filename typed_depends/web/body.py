"""Reading a request's body, once, before anything is resolved.

What counts as JSON, and what a broken body is answered with, are FastAPI's. A body over the
limit is refused by Starlette while it is read; its 413 passes through here. Where nobody set
a limit, what is read into memory has one all the same; a form has those of Starlette's parser.
"""

import json
from collections.abc import Callable
from email.message import Message as MailMessage
from typing import Any

from pydantic_core import PydanticUndefined
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

from typed_depends.exceptions import EndpointContext, HTTPException, RequestValidationError
from typed_depends.graph.body import RequestBody
from typed_depends.web.body_limit import LIMIT, over_limit
from typed_depends.web.body_rules import BodyRules
from typed_depends.web.files import closed_later

MOST_IN_MEMORY = 16 * 2**20
"""How many bytes of a body are read where no `max_body_size` says another number."""
MOST_FIELDS = 1000
"""How many fields a form may have where no `form_limits` say another number, as in Starlette."""


async def read_request_body(
    request: Request, expected: RequestBody, rules: BodyRules, context: EndpointContext
) -> Any:
    """Return a form, parsed JSON, the raw bytes of anything else, or `PydanticUndefined`.

    Raises `RequestValidationError` for malformed JSON, and `HTTPException` 400 for a body
    that cannot be received, 413 for one that is too long.
    """
    try:
        if expected.source.in_form:
            return closed_later(request, await _form(request, rules))
        body = await _whole(request, rules)
        if not body:
            return PydanticUndefined
        return (
            await request.json() if says_json(request.headers.get("content-type"), rules) else body
        )
    except json.JSONDecodeError as error:
        detail = {
            "type": "json_invalid",
            "loc": ("body", error.pos),
            "msg": "JSON decode error",
            "input": {},
            "ctx": {"error": error.msg},
        }
        raise RequestValidationError([detail], body=error.doc, endpoint_ctx=context) from error
    except StarletteHTTPException:
        raise
    except Exception as error:
        if (limit := over_limit(error)) is not None:
            raise limit from error
        raise HTTPException(400, "There was an error parsing the body") from error


async def _whole(request: Request, rules: BodyRules) -> bytes:
    """Return the body, counted as it comes: what unpacks it on the way may leave its old length."""
    if rules.max_body_size is not None or LIMIT in request.scope:
        return await request.body()
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said[:20]) > MOST_IN_MEMORY:
        raise HTTPException(413, "Content Too Large")
    request._receive = _Counting(
        request.receive, len, MOST_IN_MEMORY, HTTPException(413, "Content Too Large")
    )
    return await request.body()


async def _form(request: Request, rules: BodyRules) -> FormData:
    limits = rules.form_limits_in(request.scope)
    said = request.headers.get("content-type", "").lstrip().lower()
    if said.startswith("application/x-www-form-urlencoded"):
        most = limits.get("max_fields", MOST_FIELDS)
        request._receive = _Counting(
            request.receive,
            # The parser counts no empty fields, though it takes a microsecond for each.
            lambda body: body.count(b"&"),
            most,
            HTTPException(400, f"Too many fields. Maximum number of fields is {most}."),
        )
    return await request.form(**limits)


class _Counting:
    """Receives a body until there is too much of it, in whatever way the request reads it."""

    def __init__(
        self, receive: Receive, count: Callable[[bytes], int], most: int, refusal: HTTPException
    ) -> None:
        self._receive = receive
        self._count = count
        self._left = most
        self._refusal = refusal

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= self._count(message.get("body", b""))
        if self._left < 0:
            raise self._refusal
        return message


def says_json(content_type: str | None, rules: BodyRules) -> bool:
    """Tell whether a content type is JSON: `application/json`, `application/*+json`."""
    if content_type == "application/json":
        return True
    if not content_type:
        return rules.strict_content_type is False
    message = MailMessage()
    message["content-type"] = content_type
    subtype = message.get_content_subtype()
    return message.get_content_maintype() == "application" and (
        subtype == "json" or subtype.endswith("+json")
    )
