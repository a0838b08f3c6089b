"""The bookshop's providers, unchanged, in background tasks of taskiq.

`tasks` is the work, `broker` says where tasks travel, and `injection` joins taskiq and the
injector. Without further ado, tasks run in the process that sends them:

    python -m examples.workers

With a Redis server they run in worker processes, here two:

    export BOOKSHOP_REDIS=redis://127.0.0.1:6379 BOOKSHOP_DATABASE=/tmp/bookshop.db
    taskiq worker --workers 2 examples.workers.broker:broker examples.workers.tasks
    python -m examples.workers

`over_redis` does that by itself, with a Redis server of its own, and counts: each process
opens the database once (a lifespan provider) and each task has a session (a request
provider). HTTP scales by processes too; `web` counts the same under uvicorn:

    python -m examples.workers.over_redis
    python -m examples.workers.web
"""
