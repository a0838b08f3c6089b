"""What an API says of itself: its name and licence, whom to ask, where it is served."""

from typing import Any

from pydantic import AnyUrl, EmailStr, Field
from pydantic.networks import import_email_validator

from typed_depends.openapi.schema_object import Extensible, ExternalDocumentation


def _email() -> Any:
    """Return the type of an email address: checked only where `email-validator` is there."""
    try:
        import_email_validator()
    except ImportError:
        return str
    return EmailStr


class Contact(Extensible):
    """Whom to ask."""

    name: str | None = None
    url: AnyUrl | None = None
    email: _email() | None = None  # type: ignore[valid-type]  # decided when it is imported


class License(Extensible):
    """Under what terms the API may be used."""

    name: str
    identifier: str | None = None
    url: AnyUrl | None = None


class Info(Extensible):
    """What the API is."""

    title: str
    summary: str | None = None
    description: str | None = None
    termsOfService: str | None = None
    contact: Contact | None = None
    license: License | None = None
    version: str


class ServerVariable(Extensible):
    """A part of a server's URL that may vary."""

    enum: list[str] | None = Field(default=None, min_length=1)
    default: str
    description: str | None = None


class Server(Extensible):
    """Where the API is served."""

    url: AnyUrl | str
    description: str | None = None
    variables: dict[str, ServerVariable] | None = None


class Tag(Extensible):
    """What is said of one tag."""

    name: str
    description: str | None = None
    externalDocs: ExternalDocumentation | None = None
