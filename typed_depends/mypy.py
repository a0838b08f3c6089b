"""The line for mypy's configuration: `plugins = ["typed_depends.mypy"]`.

A name no other plugin has; the plugin itself is `mypy_plugin`.
"""

from mypy_plugin.plugin import plugin

__all__ = ["plugin"]
