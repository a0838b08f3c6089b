"""A newsroom on FastAPI: aliases that the whole application shares, some in strings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Header, Security
from fastapi.security import APIKeyHeader

router = APIRouter(prefix="/news")
api_key = APIKeyHeader(name="x-api-key", auto_error=False)


@dataclass
class Settings:
    """What the operator chose."""

    per_page: int = 20


@dataclass
class Editor:
    """Someone who may publish."""

    name: str


@lru_cache
def get_settings() -> Settings:
    """Read the settings once."""
    return Settings()


def get_editor(x_editor: Annotated[str | None, Header()] = None) -> Editor | None:
    """Return the editor, if it is one who calls."""
    return Editor(x_editor) if x_editor else None


def per_page(settings: CurrentSettings) -> int:
    """Return how many articles a page has."""
    return settings.per_page


CurrentSettings = Annotated[Settings, Depends(get_settings)]
CurrentEditor = Annotated[Editor, Depends(get_editor)]  # mistake: it may be None
ApiKey: TypeAlias = Annotated[str, Security(api_key, scopes=["news"])]  # mistake: None when the header is missing
PerPage = Annotated["str", Depends(per_page)]  # mistake: an int


@router.get("/")
async def list_news(settings: CurrentSettings, limit: PerPage) -> list[str]:
    """List what is new."""
    return ["…"] * settings.per_page


@router.post("/")
async def publish(editor: CurrentEditor, key: ApiKey, settings: "Annotated[Editor, Depends(get_settings)]") -> str:  # mistake: Settings, kept by lru_cache
    """Publish an article."""
    return f"{editor.name} published with {key}"
