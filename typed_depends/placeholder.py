"""Classes that stand for something else, as their names say: keys for `dependency_overrides`.

`Depends(SettingsMarker)` asks for whatever replaces the empty class `SettingsMarker`.
"""

from typing import Final

PLACEHOLDER_NAMES: Final = ("Dummy", "Marker", "Placeholder", "Stub")
"""How the names of such classes end."""
