"""Which values are plain JSON already, so that encoding would change nothing in them."""

from typing import Any, Final

_LEAVES: Final = frozenset({str, int, bool, float, type(None)})


def is_json(value: Any) -> bool:
    """Tell whether a value is plain JSON. A tuple is a list to those who write JSON."""
    kind = type(value)
    if kind in _LEAVES:
        return True
    if kind is dict:
        for key, item in value.items():
            # SQLAlchemy's keys are left out by the encoder.
            if type(key) is not str or key.startswith("_sa"):
                return False
            if type(item) not in _LEAVES and not is_json(item):
                return False
        return True
    return (kind is list or kind is tuple) and all(map(is_json, value))
