"""A bookshop behind HTTP: the application of the FastAPI tutorials, on `typed_depends`.

`models` is what the shop keeps and `schemas` what it sends, `db` opens the database,
`auth` finds out who is calling, `routes` answers, and `app` puts it together:

    uvicorn examples.bookshop.app:app
"""
