"""The bookshop, ready to serve: `uvicorn examples.bookshop.app:app`."""

from typed_depends import App

from . import routes

app = App(title="Bookshop", version="1.0")
app.include_router(routes.books)
app.include_router(routes.people)
