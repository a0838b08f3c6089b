"""What runs when a `functools.partial` is called, whose type has forgotten the function.

The ledger has not, and knows how many of its parameters are filled.
"""

from mypy.nodes import Expression

from mypy_plugin.dependants.dependant import Provider
from mypy_plugin.dependants.parameters import is_partial
from mypy_plugin.judging import Judge
from mypy_plugin.types.called import Called
from mypy_plugin.types.inference import infer


def called_by_partial(judge: Judge, provider: Expression, named: Provider | None) -> Called | None:
    """Give the function behind a partial; its first parameters are filled."""
    if named is None or not is_partial(infer(judge.checker, provider)):
        return None
    found = judge.dependants.function_behind(named)
    return None if found is None else Called(*found, is_partial=True)
