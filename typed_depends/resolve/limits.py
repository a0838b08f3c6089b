"""`max_concurrency`: one semaphore per marker and event loop.

As in FastAPI 0.165: places are counted per `Depends(...)` object, are held by a `yield`
provider until its clean-up is over, and a value reused in a request takes none.
"""

from weakref import WeakKeyDictionary

from anyio import Semaphore
from anyio.lowlevel import RunVar

from typed_depends.markers import ConcurrencyLimit

_semaphores: RunVar[WeakKeyDictionary[ConcurrencyLimit, Semaphore]] = RunVar(
    "typed_depends_semaphores"
)


def semaphore_for(limit: ConcurrencyLimit) -> Semaphore:
    """Return the running event loop's semaphore for `limit`."""
    semaphores = _semaphores.get(None)
    if semaphores is None:
        semaphores = WeakKeyDictionary()
        _semaphores.set(semaphores)
    semaphore = semaphores.get(limit)
    if semaphore is None:
        semaphore = semaphores[limit] = Semaphore(limit.size)
    return semaphore
