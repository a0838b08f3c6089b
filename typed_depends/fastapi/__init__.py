"""FastAPI's names for what stands in `typed_depends`.

A FastAPI program runs here when `fastapi` is exchanged for `typed_depends.fastapi` in its
imports. The modules below this one have FastAPI's names and hold nothing of their own.
"""

from starlette import status
from starlette.background import BackgroundTasks
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from typed_depends.datastructures import UploadFile
from typed_depends.exceptions import HTTPException, WebSocketException
from typed_depends.fastapi.applications import FastAPI
from typed_depends.param_functions import (
    Body,
    Cookie,
    Depends,
    File,
    Form,
    Header,
    Path,
    Query,
    Security,
)
from typed_depends.web.router import Router as APIRouter

__all__ = [
    "APIRouter",
    "BackgroundTasks",
    "Body",
    "Cookie",
    "Depends",
    "FastAPI",
    "File",
    "Form",
    "HTTPException",
    "Header",
    "Path",
    "Query",
    "Request",
    "Response",
    "Security",
    "UploadFile",
    "WebSocket",
    "WebSocketDisconnect",
    "WebSocketException",
    "status",
]
