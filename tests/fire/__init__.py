"""The bookshop under fire: load, faults, rude clients and shutdowns, and what is left afterwards.

    python -m tests.fire --minutes 10

`shop` is the application with places where it can fail, `server` the process that serves it,
`crowd` the clients. Afterwards the `ledger` must balance, the process hold what it held
before, and every answer have been right or a clean error.
"""
