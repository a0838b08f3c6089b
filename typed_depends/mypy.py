"""The line for mypy's configuration: `plugins = ["typed_depends.mypy"]`.

A name no other plugin has. The plugin itself is `mypy_plugin` beside this package, also
where the user's own project, which may come first on the path, has something of that name;
an installed wheel keeps it within this package (`hatch_build.py`).
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
try:
    from mypy_plugin.plugin import plugin
finally:
    sys.path.pop(0)

__all__ = ["plugin"]
