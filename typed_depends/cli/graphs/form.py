"""The names of the forms, apart from what writes them: naming one loads no framework."""

from enum import StrEnum


class Form(StrEnum):
    """What graphs may be written as."""

    TREE = "tree"
    MERMAID = "mermaid"
    DOT = "dot"
    JSON = "json"
    HTML = "html"
