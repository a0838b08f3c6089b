"""FastAPI's `params`."""

from typed_depends.markers import Depends, Security
from typed_depends.params import Body, Cookie, File, Form, Header, Param, Path, Query
from typed_depends.params import Source as ParamTypes

__all__ = [
    "Body",
    "Cookie",
    "Depends",
    "File",
    "Form",
    "Header",
    "Param",
    "ParamTypes",
    "Path",
    "Query",
    "Security",
]
