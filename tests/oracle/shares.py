"""What `make test` takes of a long list, and what it leaves to `make thorough`."""

from collections.abc import Iterable

import pytest


def every(step: int, values: Iterable[str]) -> list[object]:
    """Mark all but every `step`th value as thorough; each stays a test of its own."""
    return [
        pytest.param(value, marks=[pytest.mark.thorough] if place % step else [])
        for place, value in enumerate(values)
    ]
