"""The markers of sources as the user calls them: they give `Any`, as FastAPI's do.

At run time each call makes a marker of `typed_depends.params`.
"""
# ruff: noqa: N802  the names are FastAPI's

from typing import Any

from pydantic_core import PydanticUndefined
from typing_extensions import Unpack

from typed_depends import params
from typed_depends.params import BodyOptions, ParamOptions


def Path(default: Any = PydanticUndefined, **options: Unpack[ParamOptions]) -> Any:
    """Declare a parameter that is a placeholder of the route's path. As `fastapi.Path`."""
    return params.Path(default, **options)


def Query(default: Any = PydanticUndefined, **options: Unpack[ParamOptions]) -> Any:
    """Declare a parameter read from the query string. As `fastapi.Query`.

    A pydantic model is read from several keys, its fields.
    """
    return params.Query(default, **options)


def Header(
    default: Any = PydanticUndefined,
    *,
    convert_underscores: bool = True,
    **options: Unpack[ParamOptions],
) -> Any:
    """Declare a parameter read from a header: `user_agent` reads `User-Agent`.

    `convert_underscores=False` keeps the underscores. A pydantic model is read from several
    headers. As `fastapi.Header`.
    """
    return params.Header(default, convert_underscores=convert_underscores, **options)


def Cookie(default: Any = PydanticUndefined, **options: Unpack[ParamOptions]) -> Any:
    """Declare a parameter read from a cookie, or a model from several. As `fastapi.Cookie`."""
    return params.Cookie(default, **options)


def Body(
    default: Any = PydanticUndefined,
    *,
    embed: bool | None = None,
    **options: Unpack[BodyOptions],
) -> Any:
    """Declare a parameter read from the JSON body. As `fastapi.Body`.

    One parameter takes the whole body; several, or `embed=True`, take a key each.
    """
    return params.Body(default, embed=embed, **options)


def Form(default: Any = PydanticUndefined, **options: Unpack[BodyOptions]) -> Any:
    """Declare a parameter read from a form, or a model of several keys. As `fastapi.Form`.

    Needs the `forms` extra.
    """
    return params.Form(default, **options)


def File(default: Any = PydanticUndefined, **options: Unpack[BodyOptions]) -> Any:
    """Declare a file of a multipart form: an `UploadFile`, or its content as `bytes`.

    An `UploadFile` needs no marker. As `fastapi.File`; needs the `forms` extra.
    """
    return params.File(default, **options)
