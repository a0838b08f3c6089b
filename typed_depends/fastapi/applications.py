"""`FastAPI`: the application, with FastAPI's title."""

from typed_depends.web.app import App

__all__ = ["FastAPI"]


class FastAPI(App):
    """`typed_depends.App` under FastAPI's name, with the title FastAPI gives by default."""

    title = "FastAPI"
