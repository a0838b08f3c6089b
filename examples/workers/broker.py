"""Where tasks travel: through Redis if `BOOKSHOP_REDIS` names one, else within the process."""

import os

from taskiq import AsyncBroker, InMemoryBroker
from taskiq.serializers import JSONSerializer
from taskiq_redis import ListQueueBroker, RedisAsyncResultBackend


def choose_broker() -> AsyncBroker:
    """Return the broker of this process."""
    url = os.environ.get("BOOKSHOP_REDIS")
    if url is None:
        return InMemoryBroker()
    results = RedisAsyncResultBackend[object](url, serializer=JSONSerializer())
    return ListQueueBroker(url).with_result_backend(results)


broker = choose_broker()
