"""What stands for something else, as its name says.

`Depends(SettingsMarker)` asks for whatever replaces the empty class `SettingsMarker`, a key
for `dependency_overrides`. A `FakeSession` replaces a session there, and what `require_admin`
provides is seldom looked at.
"""

import re
from typing import Final

PLACEHOLDER_NAMES: Final = ("Dummy", "Marker", "Placeholder", "Stub")
"""How the names of classes end that others replace."""
_FAKE_NAMES: Final = ("Dummy", "Fake", "Mock", "Recording", "Spy", "Stub")
_OF_TESTS: Final = re.compile(
    r"(^|[._])(conftest|doubles?|fakes?|fixtures?|mocks?|stubs?|testing|tests?)([._]|$)"
)
_GUARDS: Final = (
    "authenticate",
    "authorize",
    "check",
    "enforce",
    "ensure",
    "guard",
    "require",
    "validate",
    "verify",
)


def is_named_as_guard(provider: str) -> bool:
    """Tell whether the name of a provider says that it lets requests pass or not."""
    return provider.rpartition(".")[2].lstrip("_").lower().startswith(_GUARDS)


def is_named_as_fake(name: str) -> bool:
    """Tell whether the name of a class says that it replaces another in a test."""
    return any(fake in name for fake in _FAKE_NAMES)


def is_of_tests(module: str) -> bool:
    """Tell whether the name of a module says that it is there for tests."""
    return _OF_TESTS.search(module) is not None


def is_public(member: str) -> bool:
    """Tell whether a class has something by this name for others to use."""
    return member == "__call__" or not member.startswith("_")
