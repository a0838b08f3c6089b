"""The bookshop's providers, unchanged, in background tasks of taskiq.

`broker` says where tasks travel, `injection` joins taskiq and the injector, `tasks` is
the work. Without further ado the tasks run in the process that sends them:

    python -m examples.workers

With a Redis server they run in worker processes, here two:

    export BOOKSHOP_REDIS=redis://127.0.0.1:6379 BOOKSHOP_DATABASE=/tmp/bookshop.db
    taskiq worker --workers 2 examples.workers.broker:broker examples.workers.tasks
    python -m examples.workers

Each process opens the database once (a lifespan provider) and gives each task a session
of its own (a request provider). HTTP scales the same way, by processes:

    uvicorn --workers 2 examples.bookshop.app:app
"""
